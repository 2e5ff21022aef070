{{/* Fields of the pod's spec. The grace is set here so that the sidecar and the kubelet count with the same. */}}
{{- define "straggler-sidecar.podFields" -}}
{{- $values := include "straggler-sidecar.values" . | fromYaml }}
{{- if $values.enabled -}}
shareProcessNamespace: true
{{ end -}}
terminationGracePeriodSeconds: {{ int64 $values.graceSeconds }}
{{- end }}

{{/* Labels of the pod: by them a collector that watches pods learns how they end, also where no report came. */}}
{{- define "straggler-sidecar.podLabels" -}}
{{- $values := include "straggler-sidecar.values" . | fromYaml }}
{{- if $values.enabled -}}
straggler.dev/watch: "true"
{{- end }}
{{- end }}

{{/* Entries of the pod's volumes; none by default. */}}
{{- define "straggler-sidecar.volumes" -}}
{{- $values := include "straggler-sidecar.values" . | fromYaml }}
{{- if $values.enabled }}
{{- if $values.collector.url }}
- name: straggler-collector
  projected:
    sources:
      - serviceAccountToken:
          audience: {{ $values.collector.audience | quote }}
          expirationSeconds: 3600
          path: token
      {{- with $values.collector.caSecret }}
      - secret:
          name: {{ . | quote }}
          items:
            - key: {{ $values.collector.caSecretKey | quote }}
              path: ca.crt
      {{- end }}
{{- end }}
{{- if $values.apiWatch }}
- name: straggler-api
  projected:
    sources:
      - serviceAccountToken:
          expirationSeconds: 3607
          path: token
      - configMap:
          name: kube-root-ca.crt
          items:
            - key: ca.crt
              path: ca.crt
      - downwardAPI:
          items:
            - path: namespace
              fieldRef:
                fieldPath: metadata.namespace
{{- end }}
{{- with $values.reportVolume }}
- name: straggler-reports
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end }}

{{/* The sidecar's mounts of them, given the values in force. */}}
{{- define "straggler-sidecar.volumeMounts" -}}
{{- if .collector.url }}
- name: straggler-collector
  mountPath: /var/run/straggler/collector
  readOnly: true
{{- end }}
{{- if .apiWatch }}
- name: straggler-api
  mountPath: /var/run/secrets/kubernetes.io/serviceaccount
  readOnly: true
{{- end }}
{{- if .reportVolume }}
- name: straggler-reports
  mountPath: /var/lib/straggler/reports
  # Pods of one workload may share the volume.
  subPathExpr: $(STRAGGLER_POD_NAME)
{{- end }}
{{- end }}

{{/*
Role and RoleBinding for apiWatch, whole objects; nothing without it. Give it the pod's service account:

    {{ include "straggler-sidecar.rbac" (dict "root" . "serviceAccountName" "my-service") }}
*/}}
{{- define "straggler-sidecar.rbac" -}}
{{- $values := include "straggler-sidecar.values" . | fromYaml }}
{{- if and $values.enabled $values.apiWatch }}
{{- $account := required "straggler-sidecar.rbac needs the pod's service account: (dict \"root\" . \"serviceAccountName\" \"NAME\")." .serviceAccountName -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ $account }}-straggler
  namespace: {{ .root.Release.Namespace }}
rules:
  - apiGroups: [""]
    resources: ["pods"]
    verbs: ["get", "list", "watch"]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ $account }}-straggler
  namespace: {{ .root.Release.Namespace }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ $account }}-straggler
subjects:
  - kind: ServiceAccount
    name: {{ $account }}
    namespace: {{ .root.Release.Namespace }}
{{- end }}
{{- end }}

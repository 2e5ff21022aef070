{{/* What the collector asks of the whole cluster: who sent a report, and who may read. Neither can be asked in a namespace. */}}
{{- define "straggler.reviewRules" -}}
{{- $reads := and .Values.read.expose (eq .Values.read.auth "kubernetes") }}
{{- if or (eq .Values.auth.kind "kubernetes") $reads }}
- apiGroups: ["authentication.k8s.io"]
  resources: ["tokenreviews"]
  verbs: ["create"]
{{- end }}
{{- if $reads }}
- apiGroups: ["authorization.k8s.io"]
  resources: ["subjectaccessreviews"]
  verbs: ["create"]
{{- end }}
{{- end }}

{{/* What it looks at and writes in the namespaces that it watches. */}}
{{- define "straggler.namespaceRules" -}}
{{- if .Values.pods.watch }}
- apiGroups: [""]
  resources: ["pods"]
  verbs: ["list", "watch"]
# To know a pod's Deployment or CronJob.
- apiGroups: ["apps"]
  resources: ["replicasets"]
  verbs: ["get"]
- apiGroups: ["batch"]
  resources: ["jobs"]
  verbs: ["get"]
{{- end }}
{{- if .Values.hangs.write }}
- apiGroups: ["straggler.dev"]
  resources: ["hangs"]
  verbs: ["get", "list", "create", "patch", "delete"]
- apiGroups: ["straggler.dev"]
  resources: ["hangs/status"]
  verbs: ["patch"]
{{- end }}
{{- end }}

{{/* The environment, given the values in force. A variable of `env` replaces the chart's own: a name stands once. */}}
{{- define "straggler-sidecar.env" -}}
{{- $replaced := list }}
{{- range .env }}{{ $replaced = append $replaced .name }}{{ end }}
{{- $collector := .collector }}
{{- $own := list
  (list "STRAGGLER_MODE" .mode)
  (list "STRAGGLER_PROFILE" .profile)
  (list "STRAGGLER_ON_BLIND" .onBlind)
  (list "STRAGGLER_GRACE_SECONDS" (int64 .graceSeconds))
  (list "STRAGGLER_SLOW_SECONDS" .slowSeconds)
  (list "STRAGGLER_CONTAINERS" (join "," .containers))
  (list "STRAGGLER_SIGNAL" .signal)
  (list "STRAGGLER_SIGNAL_AFTER_SECONDS" .signalAfterSeconds)
  (list "STRAGGLER_HOLD" .hold)
  (list "STRAGGLER_PREFLIGHT_SECONDS" .preflightSeconds)
  (list "STRAGGLER_PORT" (ternary (int64 .port) nil (eq .mode "resident")))
  (list "STRAGGLER_COLLECTOR_URL" $collector.url)
  (list "STRAGGLER_COLLECTOR_TOKEN_FILE" (ternary "/var/run/straggler/collector/token" nil (ne $collector.url "")))
  (list "STRAGGLER_COLLECTOR_CA_FILE" (ternary "/var/run/straggler/collector/ca.crt" nil (ne $collector.caSecret "")))
  (list "STRAGGLER_REPORT_DIRECTORY" (ternary nil "/var/lib/straggler/reports" (empty .reportVolume)))
  (list "STRAGGLER_API_WATCH" .apiWatch)
  (list "STRAGGLER_WORKLOAD_KIND" .workload.kind)
  (list "STRAGGLER_WORKLOAD_NAME" .workload.name)
  (list "STRAGGLER_SOURCE" .source)
  (list "STRAGGLER_LOG_LEVEL" .logLevel) }}
{{- range $own }}
{{- $text := ternary "" (toString (last .)) (kindIs "invalid" (last .)) }}
{{- if and (ne $text "") (not (has (first .) $replaced)) }}
- name: {{ first . }}
  value: {{ $text | quote }}
{{- end }}
{{- end }}
{{- $fields := list
  (list "STRAGGLER_POD_NAME" "metadata.name")
  (list "STRAGGLER_POD_NAMESPACE" "metadata.namespace")
  (list "STRAGGLER_POD_UID" "metadata.uid")
  (list "STRAGGLER_NODE_NAME" "spec.nodeName") }}
{{- range $fields }}
{{- if not (has (first .) $replaced) }}
- name: {{ first . }}
  valueFrom:
    fieldRef:
      fieldPath: {{ last . }}
{{- end }}
{{- end }}
{{- with .env }}
{{ toYaml . }}
{{- end }}
{{- end }}

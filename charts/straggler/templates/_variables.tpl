{{/* The collector's settings, as entries of env. What is not set is left to the program. */}}
{{- define "straggler.variables" -}}
{{- $values := .Values }}
{{- $tls := ne (include "straggler.tlsSecret" .) "" }}
{{- $reads := $values.read.expose }}
{{- $isSqlite := eq $values.store.kind "sqlite" }}
{{- $tells := ne $values.webhook.urlSecret.name "" }}
{{- $variables := list
  (list "RECEIVE_ADDRESS" (printf "%s:8080" $values.bindHost))
  (list "TLS_CERTIFICATE_FILE" (ternary "/etc/straggler/tls/tls.crt" "" $tls))
  (list "TLS_KEY_FILE" (ternary "/etc/straggler/tls/tls.key" "" $tls))
  (list "METRICS_ADDRESS" (printf "%s:9188" $values.bindHost))
  (list "READ_ADDRESS" (printf "%s:8081" (ternary $values.bindHost "127.0.0.1" $reads)))
  (list "AUTH" $values.auth.kind)
  (list "AUTH_TOKEN_FILE" (ternary "/etc/straggler/auth/token" "" (eq $values.auth.kind "token-file")))
  (list "AUDIENCE" $values.auth.audience)
  (list "READ_AUTH" $values.read.auth)
  (list "READ_TOKEN_FILE" (ternary "/etc/straggler/read/token" "" (eq $values.read.auth "token-file")))
  (list "STORE" (ternary "sqlite:/var/lib/straggler/straggler.db" "postgresql" $isSqlite))
  (list "DATABASE_URL_FILE" (ternary "" "/etc/straggler/database/url" $isSqlite))
  (list "KEEP_DAYS" (int64 $values.retention.keepDays))
  (list "KEEP_REPORTS" (int64 $values.retention.keepReports))
  (list "MAX_BODY_BYTES" (int64 $values.limits.maxBodyBytes))
  (list "MAX_REPORT_BYTES" (int64 $values.limits.maxReportBytes))
  (list "REPORTS_PER_MINUTE" (int64 $values.limits.reportsPerMinute))
  (list "WATCH_PODS" $values.pods.watch)
  (list "POD_SELECTOR" $values.pods.selector)
  (list "NAMESPACES" (join "," $values.namespaces))
  (list "WRITE_HANGS" $values.hangs.write)
  (list "MAX_HANGS" (int64 $values.hangs.max))
  (list "HANG_DAYS" (int64 $values.hangs.keepDays))
  (list "MAX_SERIES" (int64 $values.limits.maxSeries))
  (list "INSTANCE" (printf "%s.%s" .Release.Namespace (include "straggler.fullname" .) | trunc 63 | trimAll "-."))
  (list "PAGE_URL" $values.pageUrl)
  (list "WEBHOOK_URL_FILE" (ternary "/etc/straggler/webhook/url" "" $tells))
  (list "WEBHOOK_FORMAT" (ternary $values.webhook.format "" $tells))
  (list "WEBHOOK_TEMPLATE_FILE" (ternary "/etc/straggler/webhook-template/template" "" (ne $values.webhook.template ""))) }}
{{- range $variables }}
{{- if ne (last . | toString) "" }}
- name: STRAGGLER_COLLECTOR_{{ first . }}
  value: {{ last . | toString | quote }}
{{- end }}
{{- end }}
- name: STRAGGLER_LOG_LEVEL
  value: {{ $values.logLevel | quote }}
{{- end }}

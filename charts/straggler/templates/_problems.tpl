{{/*
What is wrong with the values, each with what mends it. The schema has refused wrong types and words before; here are the
rules between values.
*/}}
{{- define "straggler.check" -}}
{{- $values := .Values }}
{{- $problems := list }}
{{- $isSqlite := eq $values.store.kind "sqlite" }}

{{- if not $values.image.repository }}
{{- $problems = append $problems "image.repository is not set: say where your cluster finds Straggler's image." }}
{{- end }}
{{- with $values.image.digest }}
{{- if not (regexMatch "^sha256:[0-9a-f]{64}$" .) }}
{{- $problems = append $problems (printf "image.digest is %q: set it to sha256: and 64 digits, or leave it out." .) }}
{{- end }}
{{- end }}

{{- if and $isSqlite (gt (int64 $values.replicas) 1) }}
{{- $problems = append $problems (printf "replicas is %d, and SQLite's file belongs to one collector: set replicas to 1, or store.kind to postgresql with store.databaseUrlSecret.name." (int64 $values.replicas)) }}
{{- end }}
{{- if and (not $isSqlite) (not $values.store.databaseUrlSecret.name) }}
{{- $problems = append $problems "store.kind is postgresql without store.databaseUrlSecret.name: set it to a Secret of this namespace that holds postgresql://USER:PASSWORD@HOST/DATABASE." }}
{{- end }}
{{- if and $isSqlite $values.store.databaseUrlSecret.name }}
{{- $problems = append $problems "store.databaseUrlSecret.name is set, and store.kind is sqlite: set store.kind to postgresql, or leave the Secret out." }}
{{- end }}

{{- if and (eq $values.auth.kind "token-file") (not $values.auth.tokenSecret.name) }}
{{- $problems = append $problems "auth.kind is token-file without auth.tokenSecret.name: set it to a Secret of this namespace that holds the token." }}
{{- end }}

{{- if $values.read.expose }}
{{- if eq $values.read.auth "none" }}
{{- $problems = append $problems "read.expose would show the reports to whoever reaches the Service: set read.auth to kubernetes or token-file, or leave read.expose out and use kubectl port-forward." }}
{{- end }}
{{- else if ne $values.read.auth "none" }}
{{- $problems = append $problems (printf "read.auth is %s, and the pages are on the pod's loopback, which kubectl port-forward guards: set read.expose to true, or leave read.auth out." $values.read.auth) }}
{{- end }}
{{- if and $values.read.expose (eq $values.read.auth "token-file") (not $values.read.tokenSecret.name) }}
{{- $problems = append $problems "read.auth is token-file without read.tokenSecret.name: set it to a Secret of this namespace that holds the token of readers." }}
{{- end }}

{{- $certManager := $values.tls.certManager }}
{{- if and $certManager.enabled (not $certManager.issuerRef.name) }}
{{- $problems = append $problems "tls.certManager.enabled is true without tls.certManager.issuerRef.name: set it to the Issuer or ClusterIssuer that is to sign." }}
{{- end }}

{{- with $values.pageUrl }}
{{- if not (regexMatch "^https?://." .) }}
{{- $problems = append $problems (printf "pageUrl is %q: set it to a URL that begins with https:// or http://." .) }}
{{- end }}
{{- end }}
{{- if and $values.webhook.template (not $values.webhook.urlSecret.name) }}
{{- $problems = append $problems "webhook.template is set, and nobody is told: set webhook.urlSecret.name to a Secret of this namespace that holds the address." }}
{{- end }}

{{- $own := list }}
{{- range include "straggler.variables" . | fromYamlArray }}{{ $own = append $own .name }}{{ end }}
{{- range $values.env }}
{{- if has .name $own }}
{{- $problems = append $problems (printf "env sets %s, which the chart sets too: use the chart's value for it." .name) }}
{{- end }}
{{- end }}

{{- if $problems }}
{{- fail (printf "\n\n- %s\n" (join "\n- " $problems)) }}
{{- end }}
{{- end }}

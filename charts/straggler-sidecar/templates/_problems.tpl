{{/*
What is wrong with the values, each with what mends it, as a YAML list of sentences. The schema has refused wrong types
and words before; here are the rules between values, and words again, since overrides of one workload have no schema.
*/}}
{{- define "straggler-sidecar.problems" -}}
{{- $values := . }}
{{- $problems := list }}

{{- $words := dict
  "mode" (list "standby" "resident")
  "profile" (list "same-uid" "ptrace" "signals-only")
  "onBlind" (list "warn" "fail")
  "signal" (list "auto" "always" "never") }}
{{- range $name, $allowed := $words }}
{{- $value := get $values $name | toString }}
{{- if not (has $value $allowed) }}
{{- $problems = append $problems (printf "straggler.%s is %q: set it to %s." $name $value (join " or " $allowed)) }}
{{- end }}
{{- end }}

{{- if not $values.image.repository }}
{{- $problems = append $problems "straggler.image.repository is not set: say where your cluster finds Straggler's image." }}
{{- end }}

{{- with .image.digest }}
{{- if not (regexMatch "^sha256:[0-9a-f]{64}$" .) }}
{{- $problems = append $problems (printf "straggler.image.digest is %q: set it to sha256: and 64 digits, or leave it out." .) }}
{{- end }}
{{- end }}

{{- $grace := int64 $values.graceSeconds }}
{{- if lt $grace 2 }}
{{- $problems = append $problems (printf "straggler.graceSeconds is %d, which leaves no time to look: set it to 2 or more." $grace) }}
{{- end }}
{{- if not (kindIs "invalid" $values.slowSeconds) }}
{{- if gt (float64 $values.slowSeconds) (float64 $grace) }}
{{- $problems = append $problems (printf "straggler.slowSeconds is %v, and the pod is killed after straggler.graceSeconds, %d: set it lower, or leave it out." $values.slowSeconds $grace) }}
{{- end }}
{{- end }}

{{- $problems = concat $problems (include "straggler-sidecar.userProblems" $values | fromYamlArray) }}

{{- $collector := $values.collector }}
{{- if and $collector.url (not (regexMatch "^https?://." $collector.url)) }}
{{- $problems = append $problems (printf "straggler.collector.url is %q: set it to a URL that begins with https:// or http://." $collector.url) }}
{{- end }}
{{- if and $collector.caSecret (not (hasPrefix "https://" $collector.url)) }}
{{- $problems = append $problems (printf "straggler.collector.caSecret is set, and straggler.collector.url is %q, which has no certificate: set a URL that begins with https://, or leave caSecret out." $collector.url) }}
{{- end }}

{{- if gt (len ($values.reportVolume | default dict)) 1 }}
{{- $problems = append $problems (printf "straggler.reportVolume has %s: set one volume source, such as `emptyDir: {}`; its name and place are the chart's." (keys $values.reportVolume | sortAlpha | join " and ")) }}
{{- end }}

{{- if $values.guaranteed }}
{{- $limits := (($values.resources | default dict).limits | default dict) }}
{{- range list "cpu" "memory" }}
{{- if not (get $limits .) }}
{{- $problems = append $problems (printf "straggler.guaranteed needs a limit of %s: set straggler.resources.limits.%s, for example to %s." . . (ternary "250m" "256Mi" (eq . "cpu"))) }}
{{- end }}
{{- end }}
{{- end }}
{{- toYaml $problems }}
{{- end }}

{{/* The users and groups that a profile can work with. */}}
{{- define "straggler-sidecar.userProblems" -}}
{{- $problems := list }}
{{- $hasUser := not (kindIs "invalid" .runAsUser) }}
{{- $hasGroup := not (kindIs "invalid" .runAsGroup) }}
{{- $isRoot := and $hasUser (eq (int64 .runAsUser) 0) }}
{{- if eq .profile "same-uid" }}
{{- if $isRoot }}
{{- $problems = append $problems "straggler.runAsUser is 0 with the profile same-uid: root without capabilities sees no more than others. Set straggler.profile to ptrace." }}
{{- else if and $hasUser (not $hasGroup) }}
{{- $problems = append $problems "straggler.runAsUser is set without straggler.runAsGroup: the kernel compares both. Set it to the service's group, which `id -g` prints in its container." }}
{{- else if and $hasGroup (not $hasUser) }}
{{- $problems = append $problems "straggler.runAsGroup is set without straggler.runAsUser: the kernel compares both. Set it to the service's user, which `id -u` prints in its container." }}
{{- end }}
{{- else if eq .profile "ptrace" }}
{{- if and $hasUser (not $isRoot) }}
{{- $problems = append $problems (printf "straggler.runAsUser is %d with the profile ptrace: only root gets the capabilities. Leave it out, or set straggler.profile to same-uid." (int64 .runAsUser)) }}
{{- end }}
{{- else if eq .profile "signals-only" }}
{{- if $isRoot }}
{{- $problems = append $problems "straggler.runAsUser is 0 with the profile signals-only, which needs no rights: leave it out." }}
{{- end }}
{{- if eq .signal "always" }}
{{- $problems = append $problems "straggler.signal is always with the profile signals-only, which may not send signals to other users' processes: set it to never, or choose another profile." }}
{{- end }}
{{- end }}
{{- toYaml $problems }}
{{- end }}

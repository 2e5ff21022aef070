{{/*
Every template of this chart is included with the using chart's context:

    {{ include "straggler-sidecar.container" . }}

or, where one chart has several workloads, with what is different in this one:

    {{ include "straggler-sidecar.container" (dict "root" . "straggler" (dict "runAsUser" 2000 "runAsGroup" 2000)) }}
*/}}

{{/* The values in force, checked. */}}
{{- define "straggler-sidecar.values" -}}
{{- $root := . }}
{{- $different := dict }}
{{- if hasKey . "root" }}
{{- $root = .root }}
{{- $different = .straggler | default dict }}
{{- end }}
{{- $values := $root.Values.straggler }}
{{- if not (and (kindIs "map" $values) (hasKey ($values | default dict) "guaranteed")) }}
{{- fail "\n\nThe defaults of straggler-sidecar are not in .Values.straggler: give the dependency straggler-sidecar the line `alias: straggler` in Chart.yaml.\n" }}
{{- end }}
{{- $values = mustMergeOverwrite (deepCopy $values) (deepCopy $different) }}
{{- if $values.enabled }}
{{- $problems := include "straggler-sidecar.problems" $values | fromYamlArray }}
{{- if $problems }}
{{- fail (printf "\n\n- %s\n" (join "\n- " $problems)) }}
{{- end }}
{{- end }}
{{- $_ := set $values.workload "name" (tpl ($values.workload.name | default "") $root) }}
{{- toYaml $values }}
{{- end }}

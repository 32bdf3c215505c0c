#!/usr/bin/env bash
# Follows the events of a CommentService with curl, prints each as a line of JSON, and goes on where it was after any break.
#   KEY=<api key> ./follow.sh http://localhost:5080 [place]
# "place" is a file that holds the position of the last event that was printed.
set -uo pipefail

service=${1:?the address of the service}
place=${2:-.comment-events-position}

while true; do
  last=$(cat "$place" 2>/dev/null || echo 0)
  position=
  while IFS= read -r line; do
    case $line in
      "id: "*) position=${line#id: } ;;
      "data: "*)
        printf '%s\n' "${line#data: }" || exit
        # After the event is dealt with: a break in between repeats it, and loses nothing.
        printf '%s' "$position" > "$place.new" && mv "$place.new" "$place"
        ;;
    esac
  done < <(curl --silent --no-buffer --fail-with-body "$service/api/v1/events" \
    -H "Authorization: Bearer $KEY" -H 'Accept: text/event-stream' -H "Last-Event-ID: $last")
  sleep 1
done

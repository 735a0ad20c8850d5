# Guards the children of a process that may be killed without warning. It reads orders on standard input, which only the owner
# holds open; the end of the input means that the owner is gone: stop what is still guarded, then delete what was to be deleted.
#   guard PID SIGNAL   stop this process (and its group) with SIGNAL when the owner is gone
#   release PID        it ended by itself
#   remove PATH        delete this folder at the end
#   keep PATH          do not delete it after all
# $1 is the number of seconds that the guarded processes get before they are killed.
trap '' INT TERM HUP QUIT PIPE
exec >/dev/null 2>&1
cd /
grace=$1
guarded=''
folders=''
newline='
'

without() { # without LIST-BY-LINE FIRST-WORD
  printf '%s' "$1" | while IFS= read -r entry; do
    [ -z "$entry" ] || [ "${entry%%"|"*}" = "$2" ] || printf '%s\n' "$entry"
  done
}

while IFS= read -r order; do
  verb=${order%% *}
  argument=${order#* }
  case $verb in
    guard) guarded="$guarded${argument%% *}|${argument#* }$newline" ;;
    release) guarded="$(without "$guarded" "$argument")$newline" ;;
    remove) folders="$folders$argument$newline" ;;
    keep) folders="$(without "$folders" "$argument")$newline" ;;
  esac
done

# A process that leads no group of its own is signalled alone.
signal() { kill -s "$1" -- "-$2" || kill -s "$1" "$2"; }

each() { # each COMMAND: called with PID and SIGNAL
  printf '%s' "$guarded" | while IFS='|' read -r pid name; do
    [ -z "$pid" ] || "$1" "$pid" "$name"
  done
}
stop() { signal "$2" "$1"; }
finish() { signal KILL "$1"; }
living() { kill -s 0 "$1" && echo alive; }

each stop
waited=0
while [ "$waited" -lt "$grace" ]; do
  [ -n "$(each living)" ] || break
  sleep 1
  waited=$((waited + 1))
done
each finish

printf '%s' "$folders" | while IFS= read -r folder; do
  [ -z "$folder" ] || rm -rf -- "$folder"
done

# What a person sees of the demo, and its arguments.

home=${ENTENTE_HOME:-.entente}
bin=${ENTENTE_BUILD:-build}/bin
keep=no
rows=100000
document=tools/samples/montclair.fr.txt
municipality=
police_zone=

parse_arguments() {
  local given=()
  while (($#)); do
    case $1 in
      --keep) keep=yes ;;
      --rows) rows=${2:?--rows needs a number}; shift ;;
      --municipality) municipality=${2:?--municipality needs a code}; shift ;;
      --police-zone) police_zone=${2:?--police-zone needs a code}; shift ;;
      -h | --help) sed -n '2,/^set -/{/^set -/!s/^# \{0,1\}//p}' tools/demo; exit 0 ;;
      -*) echo "demo: unknown option $1 (see tools/demo --help)" >&2; exit 2 ;;
      *) given+=("$1") ;;
    esac
    shift
  done
  if ((${#given[@]} > 1)); then
    echo "demo: one document at most, ${#given[@]} were given" >&2
    exit 2
  fi
  if ((${#given[@]} == 1)); then
    document=${given[0]}
    # Said from where the person stands, read from the project's folder.
    [[ $document == /* ]] || document=$(realpath -s --relative-to=. "$caller/$document")
  fi
  [[ $rows =~ ^[1-9][0-9]*$ ]] ||
    { echo "demo: --rows takes a whole number above zero" >&2; exit 2; }
  [[ -r $document ]] ||
    { echo "demo: cannot read the document $document" >&2; exit 2; }
  # The sample's town is invented, and so is its code.
  case $document in
    *montclair*) : "${municipality:=99001}" ;;
    *lindevoort*) : "${municipality:=99002}" ;;
  esac
  : "${municipality:=21004}" "${police_zone:=5339}"
}

bold=''; plain=''; grey=''
if [[ -t 1 ]]; then bold=$'\e[1m'; plain=$'\e[0m'; grey=$'\e[2m'; fi

chapter() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
say() { printf '  %s\n' "$*"; }

# The client, as one of the invented persons of the demo.
ask() {
  local person=$1
  shift
  "$bin/entente" --home "$home" --as "$person" "$@"
}

# Shows the command and its answer, as the person sees them.
as() {
  local person=$1
  shift
  show_command "$person" "$@"
  ask "$person" "$@" 2>&1 | sed 's/^/    /'
}

# The same for a call that must be refused: anything else ends the demo.
refused() {
  local person=$1 answer status=0
  shift
  show_command "$person" "$@"
  answer=$(ask "$person" "$@" 2>&1) || status=$?
  printf '%s\n' "$answer" | sed 's/^/    /'
  if ((status != 1)); then
    echo "demo: this call had to be refused (exit 1) and ended $status" >&2
    exit 1
  fi
}

as_nobody() {
  show_command nobody "$@" >&2
  "$bin/entente" --home "$home" "$@"
}

show_command() {
  local person=$1 word
  shift
  printf '  %s%s$ entente' "$grey" "$person"
  while (($#)); do
    word=$1
    shift
    # With its value: only a second run needs it.
    if [[ $word == --request-id ]]; then
      shift
      continue
    fi
    [[ $word == *[[:space:]]* ]] && word="\"$word\""
    printf ' %s' "$word"
  done
  printf '%s\n' "$plain"
}

# The first lines of a long answer, and how many more there are.
shorten() {
  awk -v most="$1" 'NR <= most { print } END {
    if (NR > most) printf "    … %d more lines\n", NR - most }'
}

# The resource name in the answer of a mutation. A request id makes the second
# call answer what the first did.
name_of() {
  ask "$@" --format json | sed -n 's/^ *"name": *"\([^"]*\)".*/\1/p' | head -n 1
}

# Shows a command that makes something and the name of what it made, which stays
# in the variable: make VARIABLE PERSON COMMAND...
make() {
  local made variable=$1
  shift
  show_command "$@"
  made=$(name_of "$@")
  if [[ -z $made ]]; then
    echo "demo: the command named nothing that it made" >&2
    exit 1
  fi
  say "  $made"
  printf -v "$variable" '%s' "$made"
}

# Puts an invented person to work and logs in: the local issuer signs for nobody
# whom the list of persons does not name.
log_in() {
  "$bin/entente" --home "$home" person add "$1" --role "$2" \
    --until "$(($(date +%Y) + 1))-12-31" >/dev/null
  "$bin/entente" --home "$home" login --as "$1" --role "$2" | sed 's/^/  /'
}

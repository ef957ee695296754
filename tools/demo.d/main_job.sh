# The main job, step by step. Each step shows the commands a person would type.

coordinator=anna finance=fien zone=zone5339 chair=chris outsider=bert
administrator=sam

import_document() {
  chapter "1. From the document to a convention"
  as_nobody convention parse "$document" --format summary >"$home/summary.json"
  say "$(python3 tools/demo.d/summary.py "$home/summary.json")"
  log_in "$coordinator" coordinator
  log_in "$finance" finance
  log_in "$zone" zone
  log_in "$chair" cell_chair
  log_in "$outsider" cell_member
  log_in "$administrator" security_admin
  import_or_go_on
  ask "$coordinator" convention show --format json >"$home/convention.json"
  local meant
  meant=$(as_nobody convention parse "$document" --format json 2>/dev/null |
    sha_of)
  if [[ -z $meant || $(sha_of <"$home/convention.json") != "$meant" ]]; then
    echo "demo: the client means another convention than $document;" \
         "no money was moved" >&2
    exit 1
  fi
  # shellcheck disable=SC1090
  source <(python3 tools/demo.d/plan.py "$home/convention.json" \
    "$(shipped_allotment)" "$home/allotment.csv")
}

# The client means what it imported, and what a refusal says was imported before.
# Any other refusal ends the demo.
import_or_go_on() {
  local words answer status=0
  words=(convention import "$document" --municipality "$municipality"
         --police-zone "$police_zone")
  show_command "$coordinator" "${words[@]}"
  answer=$(ask "$coordinator" "${words[@]}" 2>&1) || status=$?
  printf '%s\n' "$answer" | sed 's/^/    /'
  ((status != 0)) || return 0
  if [[ $answer != *"[CONVENTION_EXISTS]"* ]]; then
    echo "demo: the import was refused; no money was moved" >&2
    exit 1
  fi
  say "the convention is there already; going on with it"
}

sha_of() { sed -n 's/^ *"textSha256": *"\([0-9a-f]*\)".*/\1/p'; }

# The allotment shipped for this document, if any.
shipped_allotment() {
  case $document in
    *brussels-2018-2019*) echo tools/samples/allotment-brussels-2018-2019.csv ;;
    *) echo tools/samples/allotment.csv ;;
  esac
}

spend_money() {
  chapter "2. Money, to the cent"
  as "$finance" budget allot "$allotment"
  as "$finance" budget reserve --line "$expense_line" --amount 2.400,00 \
    --description "Formation COPPRA" --request-id "demo-$sha-reserve"
  local reservation evidence payment route line
  reservation=$(name_of "$finance" budget reserve --line "$expense_line" \
    --amount 2.400,00 --description "Formation COPPRA" \
    --request-id "demo-$sha-reserve")
  printf 'Facture F-%s-17, invented for the demo\n' "$year" >"$home/invoice.txt"
  make evidence "$finance" budget evidence add --issuer 0207373429 \
    --number "F-$year-17" --date "$year-05-04" --amount 2.150,50 \
    --file "$home/invoice.txt" --request-id "demo-$sha-evidence"
  as "$finance" budget spend --line "$expense_line" --amount 2.150,50 \
    --evidence "$evidence" --reservation "$reservation" \
    --service-date "$year-05-04" --description "Formation COPPRA" \
    --request-id "demo-$sha-spend"
  say ""
  say "The police zone is paid by both routes, and acknowledges:"
  for route in project deduction; do
    line=$project_line
    [[ $route == deduction ]] && line=$deduction_line
    make payment "$finance" budget pay-zone order --line "$line" \
      --amount 10.000,00 --route "$route" --request-id "demo-$sha-order-$route"
    as "$finance" budget pay-zone execute "$payment" \
      --value-date "$year-06-29" --reference "$year-06-$route" \
      --request-id "demo-$sha-execute-$route"
    as "$zone" budget pay-zone acknowledge "$payment" --date "$year-07-03" \
      --request-id "demo-$sha-acknowledge-$route"
  done
  say ""
  say "Over-spending is refused, with the figures:"
  refused "$finance" budget reserve --line "$expense_line" --amount 9.999.999,00
  as "$finance" budget position
}

count_figures() {
  chapter "3. Figures, each once"
  wait_until "what is to be counted" '"code"' indicators measures
  ask "$coordinator" indicators measures --format json >"$home/measures.json"
  if grep -q '"coppra_training"' "$home/measures.json"; then
    as "$coordinator" activity add --type coppra_training \
      --date "$year-03-14" --participants 14 --hours 6 \
      --request-id "demo-$sha-coppra"
  else
    say "No contract profile is shipped for this convention: kinds of measures"
    say "are guessed, and there is no type of activity to enter one."
  fi
  say ""
  say "The police zone delivers a year of counts, faults included:"
  local figures="$home/figures-$sha-$rows.csv"
  [[ -s $figures ]] ||
    as "$coordinator" dev figures --rows "$rows" --seed 1 --out "$figures"
  as "$zone" indicators ingest "$figures" --source "$zone" \
    --session "demo-$sha-$rows"
  python3 tools/demo.d/reconcile.py "${figures%.csv}.expected.json" \
    <(ask "$zone" indicators session "$zone/demo-$sha-$rows" \
      --format json) | sed 's/^/  /'
  # shellcheck disable=SC2046
  as "$coordinator" indicators series $(some_measures) --from "$year-01" \
    --until "$year-12"
}

# What one service tells another arrives by itself, a moment later.
# wait_until WHAT PATTERN COMMAND...: until the answer holds the pattern.
wait_until() {
  local what=$1 pattern=$2 _
  shift 2
  for _ in $(seq 200); do
    if ask "$coordinator" "$@" --format json 2>/dev/null | grep -q "$pattern"; then
      say "$what has reached the indicators service by itself"
      return
    fi
    sleep 0.1
  done
  echo "demo: $what did not reach the indicators service in 20 s" >&2
  exit 1
}

# Codes of the first COUNT and the first HOURS measure, as flags.
some_measures() {
  ask "$coordinator" indicators measures --format json | python3 -c '
import json, sys
found = {}
for m in json.load(sys.stdin)["measures"]:
    found.setdefault(m["definition"]["kind"], m["definition"]["code"])
for kind in ("MEASURE_KIND_COUNT", "MEASURE_KIND_HOURS"):
    if kind in found:
        print("--measure", found[kind])'
}

hold_meeting() {
  chapter "4. The cell meets; a case is followed (invented data only)"
  local meeting case entry right today this_year
  local law="Loi du 30 juillet 2018"
  make meeting "$chair" meeting create --date "$year-04-10" \
    --subject "Réunion ordinaire" --agenda "Suivi des formations" \
    --request-id "demo-$sha-meeting"
  as "$chair" meeting hold "$meeting" \
    --attendance "mayor:Ville:bourgmestre" \
    --attendance "police:Zone de police:information officer" \
    --attendance "prevention:Service de prévention:coordination" \
    --request-id "demo-$sha-hold"
  if grep -q FIGURE_MEETINGS "$home/measures.json"; then
    wait_until "the meeting" '"denominator"' indicators series \
      --from "$year-01" --until "$year-12"
  fi
  say ""
  say "A case belongs to the office of chair, not to a person:"
  this_year=$(TZ=Europe/Brussels date +%Y)
  as "$administrator" office appoint --person "$chair" \
    --from "$this_year-01-01" --until "$((this_year + 5))-12-31" \
    --reason "Serment devant le conseil" \
    --request-id "demo-$sha-office-$this_year"
  make case "$chair" case create --purpose follow-up \
    --acting-under "$law" --reference "$meeting" \
    --request-id "demo-$sha-case"
  entry="Exemple inventé : entretien mené, prochain rendez-vous fixé."
  say "$entry  |"
  printf '%s\n' "$entry" |
    as "$chair" case add-entry "$case" --purpose follow-up \
      --acting-under "$law" --reference "$meeting" \
      --nature fact --reliability a --certainty 1 --handling cell \
      --origin "Service de prévention" \
      --kept-for "Suivi individuel" --legal-basis "$law" \
      --date "$year-04-12" --request-id "demo-$sha-entry"
  as "$chair" case show "$case" --purpose follow-up \
    --acting-under "$law" --reference "$meeting"
  say ""
  say "A member is given a right for this meeting, reads, and loses it again:"
  today=$(TZ=Europe/Brussels date +%F)
  make right "$chair" case grant "$case" --person "$outsider" \
    --relation reader --from "$today" --until "$today" --for meeting \
    --reason "Suit ce point" --purpose meeting --acting-under "$law" \
    --reference "$meeting"
  as "$outsider" case show "$case" --purpose meeting \
    --acting-under "$law" --reference "$meeting"
  as "$chair" case revoke "$case" "${right##*/}" --reason "Point clos" \
    --purpose meeting --acting-under "$law" --reference "$meeting"
  say ""
  say "Without a right, the same case answers like one that does not exist:"
  refused "$outsider" case show "$case" --purpose follow-up \
    --acting-under "$law" --reference "$meeting"
  refused "$outsider" case show "${case%/*}/00000000000000000000000000000000" \
    --purpose follow-up --acting-under "$law" --reference "$meeting"
}

show_result() {
  chapter "5. The result"
  as "$coordinator" status
  say ""
  as "$coordinator" todo | shorten 40
  as "$coordinator" report --invented --out "$home/report.html"
}

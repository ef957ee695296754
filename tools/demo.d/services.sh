# Starting and stopping the three services.

declare -A pids=()

start_service() {
  local name=$1
  shift
  local run="$home/run"
  rm -f "$run/$name.json"
  "$bin/entente-$name" \
    --listen 127.0.0.1:0 --health-listen 127.0.0.1:0 \
    --port-file "$run/$name.json" \
    --tls-dir "$home/pki/$name" \
    --jwks "$home/pki/issuer/jwks.json" \
    --policy deploy/dev/policy.textproto \
    --data "$home/data/$name" "$@" \
    >>"$home/log/$name.log" 2>&1 &
  pids[$name]=$!
  for _ in $(seq 300); do
    [[ -s $run/$name.json ]] && break
    if ! kill -0 "${pids[$name]}" 2>/dev/null; then
      tail -n 5 "$home/log/$name.log" >&2
      echo "demo: entente-$name did not start; the whole log is" \
           "$home/log/$name.log" >&2
      exit 1
    fi
    sleep 0.1
  done
  [[ -s $run/$name.json ]] ||
    { echo "demo: entente-$name did not get ready in 30 s" >&2; exit 1; }
  say "$(printf '%-20s port %s' "entente-$name" "$(port_of "$name")")"
}

port_of() {
  sed -n 's/.*"port": *\([0-9]*\).*/\1/p' "$home/run/$1.json"
}

start_services() {
  mkdir -p "$home"/{run,log,data/conventions,data/indicators,data/exchange}
  chmod 700 "$home/data"
  local running
  for running in conventions indicators exchange; do
    local file="$home/run/$running.json" pid
    pid=$(sed -n 's/.*"pid": *\([0-9]*\).*/\1/p' "$file" 2>/dev/null || true)
    if [[ -n $pid ]] && grep -qs "entente-$running" "/proc/$pid/cmdline"; then
      say "entente-$running still runs from an earlier demo: stopping it"
      kill "$pid"
      while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    fi
  done
  start_service indicators
  start_service conventions --indicators "127.0.0.1:$(port_of indicators)"
  start_service exchange --indicators "127.0.0.1:$(port_of indicators)"
}

# stop_services [STATUS]: ends the demo with STATUS, or with that of the command
# before. Complete wherever a signal interrupts it: Ctrl-C can come while a failed
# command already ends the demo.
stop_services() {
  local status=${1:-$?} name
  for name in "${!pids[@]}"; do kill "${pids[$name]}" 2>/dev/null || true; done
  trap - EXIT INT TERM
  for name in "${!pids[@]}"; do
    wait "${pids[$name]}" 2>/dev/null || true
    rm -f "$home/run/$name.json"
  done
  exit "$status"
}

keep_services() {
  trap - EXIT INT TERM
  chapter "The services keep running"
  say "talk to them   $bin/entente --home $home --as anna status"
  say "               $bin/entente --help"
  say "stop them      kill ${pids[*]}"
  disown -a
}

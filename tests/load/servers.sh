# Sourced by the scripts beside it: servers that run one at a time on $port, with data of their own under $work.
work=$(mktemp -d)
server=''
key=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
stop() {
  if [[ -n $server ]]; then
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=''
  fi
}

free_port() {
  local port
  while port=$((20000 + RANDOM % 20000)); do
    (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# start COMMAND...: runs it on $port in the background until it is ready.
start() {
  Comments__AdminKey=$key "$@" >"$work/server.log" 2>&1 &
  server=$!
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    [[ $(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/health/ready") != 200 ]] || return 0
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  echo "not ready: $*" >&2
  tail -n 20 "$work/server.log" >&2
  exit 1
}

start_service() {
  start dotnet "$service/CommentService.dll" --urls "http://127.0.0.1:$port" "--Comments:DataDirectory=$work/data-$1" \
    --Comments:RateLimit:PerClientPerMinute=0 --Comments:RateLimit:PerArticlePerMinute=0 --Comments:TrustedProxies:0=127.0.0.1/32
}

# prepare: builds the generator and, where no published service is named in $service, publishes it.
prepare() {
  dotnet build -c Release tests/load --nologo -v quiet
  generator=(dotnet "$PWD/tests/load/bin/Release/net10.0/CommentService.Load.dll")
  if [[ -z $service ]]; then
    service=$work/service
    dotnet publish -c Release src/CommentService --nologo -v quiet -o "$service"
  fi
}

# Sourced by the scripts beside it: servers that run one at a time on $port, with data of their own under $work.
work=$(mktemp -d)
server=''
key=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
broker='' postgres=''
trap 'stop; stop_servers; rm -rf "$work"' EXIT
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

# as USER COMMAND...: becomes the command, as that user: RabbitMQ's script and PostgreSQL refuse root.
as() {
  if [[ $EUID == 0 ]]; then
    exec setpriv --reuid="$1" --regid="$1" --clear-groups "${@:2}"
  fi
  exec "${@:2}"
}

# start_broker [CONFIGURATION]: a RabbitMQ of its own, at $address.
start_broker() {
  local node=$work/node amqp tries
  amqp=$(free_port)
  mkdir -p "$node"/{mnesia,log,home}
  chmod 755 "$work"
  printf '%s\n' "${1-}" >"$node/rabbitmq.conf"
  [[ $EUID != 0 ]] || chown -R rabbitmq "$node"
  (cd "$node" && as rabbitmq env HOME="$node/home" RUNNING_UNDER_SYSTEMD=true RABBITMQ_NODENAME="load-$amqp@localhost" \
    RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$amqp" RABBITMQ_DIST_PORT="$(free_port)" \
    RABBITMQ_MNESIA_BASE="$node/mnesia" RABBITMQ_LOG_BASE="$node/log" RABBITMQ_ENABLED_PLUGINS_FILE="$node/plugins" \
    RABBITMQ_CONFIG_FILE="$node/rabbitmq" RABBITMQ_CONF_ENV_FILE=/dev/null /usr/lib/rabbitmq/bin/rabbitmq-server) >"$work/node.log" 2>&1 &
  broker=$!
  for ((tries = 0; tries < 600; tries++)); do
    ! grep -q 'completed with' "$work/node.log" || break
    sleep 0.1
  done
  address="amqp://guest:guest@127.0.0.1:$amqp/"
}

# start_postgres: a PostgreSQL of its own, at $database.
start_postgres() {
  local programs tries
  programs=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  mkdir -p "$work/postgres"
  chmod 755 "$work"
  [[ $EUID != 0 ]] || chown postgres "$work/postgres"
  (cd "$work/postgres" && as postgres "$programs/initdb" -D "$work/postgres/data" -U postgres -A trust -E UTF8 --no-sync) >/dev/null
  sql=$(free_port)
  (cd "$work/postgres" && as postgres "$programs/postgres" -D "$work/postgres/data" -p "$sql" -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories="$work/postgres" -c shared_buffers=256MB) >"$work/postgres.log" 2>&1 &
  postgres=$!
  for ((tries = 0; tries < 300; tries++)); do
    ! "$programs/pg_isready" -q -h 127.0.0.1 -p "$sql" || break
    sleep 0.1
  done
  database="Host=127.0.0.1;Port=$sql;Username=postgres;Database=postgres"
}

stop_servers() {
  [[ -z $postgres ]] || { kill -INT "$postgres" && wait "$postgres"; } 2>/dev/null || true
  [[ -z $broker ]] || kill -9 "$broker" 2>/dev/null || true
}

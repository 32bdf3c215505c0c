using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace CommentService.Compliance.Running;

/// <summary>
/// A RabbitMQ of the tests' own: a node with its own name, ports and folders, which depends on no service of the system
/// and can be killed, paused and started again. Its start script refuses root, so it runs as the user <c>rabbitmq</c>.
/// </summary>
public sealed class BrokerProcess : IAsyncDisposable
{
    private const string Script = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string User = "rabbitmq";

    /// <summary>Asks each queue for its leader, and has those elect one that have none.</summary>
    private const string ElectLeaders =
        "[case ra:members({Q, node()}, 2000) of {ok, _, L} when L =/= undefined -> ok; _ -> ra:trigger_election({Q, node()}) end || {Q, _} <- ra_directory:list_registered(quorum_queues)].";

    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(300);

    private readonly TemporaryDirectory directory = new();
    private readonly int distributionPort = FreePort.Find();
    private readonly int virtualHosts;
    private int virtualHostsGiven;
    private int starts;
    private Process? process;

    private BrokerProcess(int virtualHosts) => this.virtualHosts = virtualHosts;

    public int Port { get; } = FreePort.Find();

    /// <summary>The first virtual host of those that it has.</summary>
    public string Address => AddressOf(0);

    public bool HasEnded => process is not { HasExited: false };

    public string Log => string.Join('\n', Directory.EnumerateFiles(directory.PathOf("log"), "*.log").Select(File.ReadAllText));

    /// <param name="virtualHosts">So many tests can each have one.</param>
    /// <param name="configuration">Lines for rabbitmq.conf, beside those of the tests.</param>
    /// <param name="definitions">Definitions beside those of the tests, for a virtual host named <c>comments</c>.</param>
    public static async Task<BrokerProcess> StartAsync(int virtualHosts = 1, string configuration = "", string? definitions = null)
    {
        var broker = new BrokerProcess(virtualHosts);
        try
        {
            broker.Prepare(configuration, definitions);
            await broker.StartAgainAsync();
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <summary>A connection string with a virtual host that no other test has.</summary>
    public string NewAddress()
    {
        var next = Interlocked.Increment(ref virtualHostsGiven);
        return next < virtualHosts ? AddressOf(next) : throw new InvalidOperationException("More virtual hosts are asked for than were made.");
    }

    /// <summary>Starts it on what the last run left, and returns when it takes connections.</summary>
    public async Task StartAgainAsync()
    {
        Launch();
        await IsReadyAsync();
    }

    /// <summary>Starts it and does not wait.</summary>
    public void Launch()
    {
        process?.Dispose();
        starts++;
        process = Process.Start(CommandLine(Script)) ?? throw new InvalidOperationException("RabbitMQ did not start.");
    }

    /// <summary>Waits until it takes connections.</summary>
    public async Task IsReadyAsync()
    {
        for (var since = Stopwatch.StartNew(); ;)
        {
            try
            {
                await using (await ConnectAsync())
                {
                }

                if (starts > 1)
                {
                    await ElectLeadersAsync();
                }

                return;
            }
            catch (BrokerUnreachableException) when (since.Elapsed < ReadyWithin && !process!.HasExited)
            {
                await Task.Delay(100);
            }
            catch (BrokerUnreachableException exception)
            {
                throw new InvalidOperationException("RabbitMQ is not ready:\n" + Log, exception);
            }
        }
    }

    /// <summary>Ends it as a power cut would, but for the page cache.</summary>
    public async Task Kill9Async()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>An ordered stop.</summary>
    public async Task StopAsync()
    {
        Signal(Signals.Terminate);
        await process!.WaitForExitAsync();
    }

    /// <summary>It answers nothing any more, and its connections stay open.</summary>
    public void Pause() => Signal(Signals.Stop);

    public void Continue() => Signal(Signals.Continue);

    /// <summary>A client's connection, for looking at what is there and for putting in what no service sends.</summary>
    /// <param name="address">As <see cref="NewAddress"/> gave it; the first virtual host if null.</param>
    public Task<IConnection> ConnectAsync(string? address = null) =>
        new ConnectionFactory { Uri = new Uri(address ?? Address), AutomaticRecoveryEnabled = false, RequestedConnectionTimeout = TimeSpan.FromSeconds(5) }.CreateConnectionAsync();

    public async ValueTask DisposeAsync()
    {
        await Kill9Async();
        process?.Dispose();
        directory.Dispose();
    }

    private string AddressOf(int virtualHost) => AddressOf($"v{virtualHost}");

    /// <summary>A connection string with a virtual host by its name.</summary>
    public string AddressOf(string virtualHost) => $"amqp://tests:a-password-of-the-tests@127.0.0.1:{Port}/{virtualHost}";

    private void Prepare(string configuration, string? definitions)
    {
        foreach (var folder in new[] { "mnesia", "log", "home", "definitions" })
        {
            Directory.CreateDirectory(directory.PathOf(folder));
        }

        var hosts = Enumerable.Range(0, virtualHosts).Select(i => $"v{i}").Append("comments").ToList();
        File.WriteAllText(directory.PathOf("definitions/10.json"), $$"""
            {
              "users": [{ "name": "tests", "password": "a-password-of-the-tests", "tags": "administrator" }],
              "vhosts": [{{string.Join(", ", hosts.Select(host => $$"""{ "name": "{{host}}" }"""))}}],
              "permissions": [{{string.Join(", ", hosts.Select(host => $$"""{ "user": "tests", "vhost": "{{host}}", "configure": ".*", "write": ".*", "read": ".*" }"""))}}]
            }
            """);
        if (definitions is not null)
        {
            File.WriteAllText(directory.PathOf("definitions/20.json"), definitions);
        }

        File.WriteAllText(directory.PathOf("rabbitmq.conf"), $"load_definitions = {directory.PathOf("definitions")}\n{configuration}\n");
        File.WriteAllText(directory.PathOf("rabbitmq-env.conf"), "");
        if (Environment.UserName == "root")
        {
            using var chown = Process.Start("chown", ["-R", User, directory.Path]);
            chown.WaitForExit();
        }
    }

    /// <summary>
    /// What an operator does where RabbitMQ leaves a quorum queue of a single node without a leader after a
    /// restart, so that everything on it waits (github.com/rabbitmq/rabbitmq-server/issues/10070; deploy/README.md).
    /// </summary>
    private async Task ElectLeadersAsync()
    {
        using var control = Process.Start(CommandLine("/usr/lib/rabbitmq/bin/rabbitmqctl", "eval", ElectLeaders));
        await control!.WaitForExitAsync();
    }

    /// <param name="program">One of RabbitMQ's scripts.</param>
    /// <param name="arguments">Its arguments.</param>
    private ProcessStartInfo CommandLine(string program, params string[] arguments)
    {
        // Into a file: a pipe would be held open by the port mapper, which outlives every node.
        string[] script = ["sh", "-c", "exec \"$0\" \"$@\" >>log/console.log 2>&1", program, .. arguments];
        string[] command = Environment.UserName == "root" ? ["setpriv", "--reuid=" + User, "--regid=" + User, "--clear-groups", .. script] : script;
        var info = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = directory.Path };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            // The start script becomes the node itself, so that a signal to it reaches the node.
            ["RUNNING_UNDER_SYSTEMD"] = "true",
            ["HOME"] = directory.PathOf("home"),
            ["RABBITMQ_NODENAME"] = $"tests-{Port}@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["RABBITMQ_DIST_PORT"] = distributionPort.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["RABBITMQ_MNESIA_BASE"] = directory.PathOf("mnesia"),
            ["RABBITMQ_LOG_BASE"] = directory.PathOf("log"),
            ["RABBITMQ_CONF_ENV_FILE"] = directory.PathOf("rabbitmq-env.conf"),
            ["RABBITMQ_CONFIG_FILE"] = directory.PathOf("rabbitmq"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = directory.PathOf("plugins"),
        })
        {
            info.Environment[name] = value;
        }

        return info;
    }

    private void Signal(int signal)
    {
        if (!Signals.Send(process!.Id, signal))
        {
            throw new InvalidOperationException("RabbitMQ had ended before:\n" + Log);
        }
    }
}

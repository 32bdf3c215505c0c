using System.Globalization;
using CommentService.Tests.Running;

namespace CommentService.Prove;

/// <summary>
/// Seven processes on one PostgreSQL and one RabbitMQ: two that take posts, two that moderate them, one for moderators and
/// readers, two that number events. Each can be killed and started again; the second intake's disk can be a small one.
/// </summary>
internal sealed class Fleet : IAsyncDisposable
{
    private const int TinyMegabytes = 24;

    private static readonly Dictionary<string, string> RolesOf = new()
    {
        ["intake-1"] = "intake", ["intake-2"] = "intake", ["worker-1"] = "worker", ["worker-2"] = "worker", ["review"] = "review,articles", ["events-1"] = "events", ["events-2"] = "events",
    };

    private readonly Dictionary<string, TemporaryDirectory> directories = [];
    private readonly Dictionary<string, ServiceProcess> services = [];
    private readonly string broker;
    private readonly TinyDisk? disk;

    private Fleet(string broker)
    {
        this.broker = broker;
        foreach (var name in RolesOf.Keys)
        {
            directories[name] = new TemporaryDirectory();
            TestStore.Share(directories["intake-1"], directories[name]);
        }

        disk = Environment.IsPrivilegedProcess ? new TinyDisk(directories["intake-2"].Path, TinyMegabytes) : null;
    }

    public IReadOnlyList<ServiceProcess> Intakes => [services["intake-1"], services["intake-2"]];

    public IReadOnlyList<ServiceProcess> Events => [services["events-1"], services["events-2"]];

    public IReadOnlyList<ServiceProcess> Workers => [services["worker-1"], services["worker-2"]];

    public ServiceProcess Review => services["review"];

    /// <summary>Any data directory: all lead to the same database.</summary>
    public TemporaryDirectory Data => directories["intake-1"];

    /// <summary>Where the others have their spools.</summary>
    public IReadOnlyList<TemporaryDirectory> Others => [.. directories.Values.Where(one => one != Data)];

    /// <summary>Whether a disk can be filled here: only root may make a small one.</summary>
    public bool HasTinyDisk => disk is not null;

    /// <param name="broker">The broker's address as the services are told it.</param>
    public static async Task<Fleet> StartAsync(string broker)
    {
        var fleet = new Fleet(broker);
        // One after the other: the first makes the tables.
        foreach (var name in RolesOf.Keys)
        {
            await fleet.StartOneAsync(name);
        }

        return fleet;
    }

    public Task Kill9Async(string name) => services[name].Kill9Async();

    /// <summary>Starts again whoever was killed.</summary>
    public async Task StartDeadAsync()
    {
        foreach (var (name, service) in services.Where(one => one.Value.HasEnded).ToList())
        {
            await StartOneAsync(name);
            await service.DisposeAsync();
        }
    }

    /// <summary>Leaves the second intake's disk no room until what is returned is disposed of.</summary>
    public IDisposable FillDisk() => new Filler(directories["intake-2"].PathOf("filler"));

    /// <summary>How many comments each worker has judged since it was started last.</summary>
    public async Task<IReadOnlyList<long>> JudgedAsync()
    {
        var judged = new List<long>();
        foreach (var worker in Workers)
        {
            var lines = (await worker.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n').Where(line => line.StartsWith("comments_verdicts_total{", StringComparison.Ordinal));
            judged.Add(lines.Sum(line => long.Parse(line[(line.LastIndexOf('}') + 2)..].Split(' ')[0], CultureInfo.InvariantCulture)));
        }

        return judged;
    }

    /// <summary>Stops all in order.</summary>
    /// <returns>What ended otherwise than well.</returns>
    public async Task<IReadOnlyList<string>> StopAsync()
    {
        var codes = await Task.WhenAll(services.Select(async one => (one.Key, Code: await one.Value.StopAsync())));
        return [.. codes.Where(one => one.Code != 0).Select(one => $"The stop of {one.Key} ended with exit code {one.Code}")];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in services.Values)
        {
            await service.DisposeAsync();
        }

        disk?.Dispose();
        foreach (var directory in directories.Values)
        {
            directory.Dispose();
        }
    }

    private async Task StartOneAsync(string name) => services[name] = await ServiceProcess.StartAsync(
        directories[name],
        new ServiceStart { Settings = new Dictionary<string, string> { ["ConnectionStrings:RabbitMq"] = broker, ["Comments:Roles"] = RolesOf[name] } });

    private sealed class Filler : IDisposable
    {
        private readonly string path;

        public Filler(string path)
        {
            this.path = path;
            using var file = File.Create(path);
            var block = new byte[4096];
            try
            {
                while (true)
                {
                    file.Write(block);
                    file.Flush();
                }
            }
            catch (IOException)
            {
                // Full.
            }
        }

        public void Dispose() => File.Delete(path);
    }
}

using System.Reflection;
using System.Text.Json;
using CommentService.Compliance.Running;
using CommentService.Tests.Architecture;
using CommentService.Tests.Clients;

namespace CommentService.Compliance.Events;

/// <summary>The examples that follow events on RabbitMQ run against the service: one in Node.js on plain AMQP (npm's amqplib and cloudevents), one in .NET on MassTransit.</summary>
public sealed class ExampleTests(SharedBroker shared) : IDisposable
{
    private const string Text = "A fair point about the harbour, with \"quotes\" & ünïcödé 🎈.";

    private readonly string address = shared.Broker.NewAddress();
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Node_example_reads_valid_CloudEvents_and_misses_none_while_it_is_away()
    {
        var folder = await NodeProject.InstallAsync("deploy", "examples", "amqp-node");
        await using var service = await StartAsync();
        string first;
        await using (var node = Follow())
        {
            Assert.Equal("ready", Assert.Single(await node.LinesAsync(1)));
            first = await service.PostSettledAsync("article", "Änn Reader", Text);
            var line = JsonElement.Parse((await node.LinesAsync(2))[1]);
            Assert.Equal(("comment.approved", first, "1", Text), (line.GetProperty("type").GetString(), line.GetProperty("subject").GetString(), line.GetProperty("sequence").GetString(), line.GetProperty("comment").GetString()));
            var feed = await service.GetAsync("/api/v1/events", ("Authorization", "Bearer " + TestService.AdminKey));
            Assert.Equal(feed.Items[0].GetProperty("id").GetString(), line.GetProperty("id").GetString());
        }

        // Killed, it is not asked whether it is there.
        await service.DecideAsync(first, "remove");
        await using var again = Follow();
        await SeenAsync(again, $"\"type\":\"comment.removed\",\"subject\":\"{first}\"");

        RunningCommand Follow() => RunningCommand.Start(folder, new Dictionary<string, string>(), "node", "follow.mjs", address);
    }

    [Fact]
    public async Task Search_index_on_MassTransit_finds_what_readers_see()
    {
        await using var service = await StartAsync();
        var before = await service.PostSettledAsync("article", "Ann", "The lighthouse was there before the index was.");
        var later = await service.PostSettledAsync("article", "Ann", "A second lighthouse.");
        string[] live;
        await using (var index = await IndexAsync(service))
        {
            await FindsAsync(index, "lighthouse", before, later);
            live = [await service.PostSettledAsync("article", "Änn", Text), await service.PostSettledAsync("article", "Bob", "The harbour again.")];
            await FindsAsync(index, "harbour", live);
            await FindsAsync(index, "ünïcödé", live[0]);
            await service.DecideAsync(live[1], "remove");
            await FindsAsync(index, "harbour", live[0]);
        }

        // Killed; what comes meanwhile waits in its queue.
        await service.DecideAsync(live[1], "approve");
        await service.DecideAsync(live[0], "remove");
        await service.DecideAsync(later, "hold");
        await using var again = await IndexAsync(service);
        await FindsAsync(again, "harbour", live[1]);
        await FindsAsync(again, "lighthouse", before);
    }

    [Fact]
    public async Task Lines_for_MassTransit_in_the_contracts_README_are_the_example_s()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "CommentService.Contracts", "README.md"), Test.Cancellation);
        var program = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "examples", "search-index", "Program.cs"), Test.Cancellation);
        var lines = readme.Split("```csharp")[1].Split("```")[0].Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length > 10);
        Assert.All(lines, line => Assert.Contains(line, program, StringComparison.Ordinal));
    }

    private static string Program { get; } = Path.Combine(
        Repository.Root, "deploy", "examples", "search-index", "bin", typeof(ExampleTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration, "net10.0", "SearchIndex.dll");

    /// <returns>The program and where it is asked.</returns>
    private async Task<RunningIndex> IndexAsync(TestService service)
    {
        var command = RunningCommand.Start(
            directory.Path, new Dictionary<string, string>(), "dotnet", Program,
            "--urls", "http://127.0.0.1:0", "--broker", address, "--index", directory.PathOf("index.db"), "--service", service.Address.ToString(), "--key", TestService.AdminKey);
        const string Listening = "Now listening on: ";
        var lines = await SeenAsync(command, "ready");
        var line = lines.Single(one => one.Contains(Listening, StringComparison.Ordinal));
        return new(command, new HttpClient { BaseAddress = new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]) });
    }

    private static async Task FindsAsync(RunningIndex index, string words, params string[] comments) => await Eventually.SeesAsync(
        async () => JsonElement.Parse(await index.Client.GetStringAsync(new Uri("/search?q=" + Uri.EscapeDataString(words), UriKind.Relative), Test.Cancellation))
            .EnumerateArray().Select(found => found.GetProperty("commentId").GetString()!).ToHashSet(),
        found => found.SetEquals(comments),
        $"{comments.Length} comments with {words}");

    private static Task<IReadOnlyList<string>> SeenAsync(RunningCommand command, string what) => Eventually.SeesAsync(
        () => Task.FromResult(command.Lines), lines => lines.Any(line => line.Contains(what, StringComparison.Ordinal)), what);

    private Task<TestService> StartAsync() => TestService.StartAsync(
        new Dictionary<string, string?> { ["ConnectionStrings:RabbitMq"] = address }, policy: SharedService.Policy);

    private sealed record RunningIndex(RunningCommand Command, HttpClient Client) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Client.Dispose();
            return Command.DisposeAsync();
        }
    }
}

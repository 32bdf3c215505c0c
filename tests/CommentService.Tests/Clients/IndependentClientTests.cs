using System.Text.Json;
using CommentService.Tests.Architecture;
using CommentService.Tests.Events;
using CommentService.Tests.Review;
using CommentService.Tests.Running;

namespace CommentService.Tests.Clients;

/// <summary>What others made (npm's eventsource, standardwebhooks, cloudevents and AsyncAPI parser, curl) accepts what the service sends; the examples run.</summary>
public sealed class IndependentClientTests : IAsyncLifetime
{
    private TestService service = null!;

    public async ValueTask InitializeAsync() => service = await TestService.StartAsync(
        new Dictionary<string, string?> { ["Comments:Outgoing:AllowedNetworks"] = "127.0.0.0/8" }, policy: SharedService.Policy);

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task EventSource_follows_and_resumes_and_reads_valid_CloudEvents()
    {
        var folder = await NodeProject.InstallAsync("tests", "CommentService.Tests", "Clients", "node");
        var first = await service.PostSettledAsync("article", "Ann", "A fair point, with \"quotes\" & ünïcödé 🎈.");
        await using var follower = RunningCommand.Start(folder, new Dictionary<string, string>(), "node", "follow.mjs", new Uri(service.Address, "/api/v1/events?after=0").ToString(), TestService.AdminKey);
        await follower.LinesAsync(2);
        var second = await service.PostSettledAsync("article", "Ann", "Another point.");
        var lines = (await follower.LinesAsync(3)).Select(line => JsonElement.Parse(line)).ToList();
        Assert.True(lines[0].TryGetProperty("open", out _));
        Assert.Equal(
            [("1", "1", "comment.approved", first), ("2", "2", "comment.approved", second)],
            lines.Skip(1).Select(line => (Text(line, "lastEventId"), Text(line, "sequence"), Text(line, "type"), Text(line, "subject"))));
    }

    [Fact]
    public async Task Webhook_receiver_of_the_examples_verifies_signatures_and_reads_valid_CloudEvents()
    {
        const string Secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
        var folder = await NodeProject.InstallAsync("deploy", "examples", "webhook-receiver");
        await using var receiver = RunningCommand.Start(folder, new Dictionary<string, string> { ["WEBHOOK_SECRET"] = Secret, ["PORT"] = "0" }, "node", "receiver.mjs");
        var port = (await receiver.LinesAsync(1))[0].Split(' ')[1];
        await MakeAsync(port, Secret);
        var stranger = await MakeAsync(port, "whsec_plJ3nmyCDGBKInavdOK15jsl00000000");
        var id = await service.PostSettledAsync("article", "Ann", "A fair point, with ünïcödé 🎈.");
        await service.DecideAsync(id, "remove");
        var lines = (await receiver.LinesAsync(3)).Skip(1).Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal([("comment.approved", id), ("comment.removed", id)], lines.Select(line => (Text(line, "type"), Text(line, "subject"))));
        Assert.All(lines, line => Assert.Equal("A fair point, with ünïcödé 🎈.", Text(line, "comment")));
        // What is signed with another secret is refused.
        var refused = await Eventually.SeesAsync(
            () => service.SendAsync(HttpMethod.Get, $"/api/v1/webhooks/{stranger}/deliveries", null, ("Authorization", "Bearer " + TestService.AdminKey)), log => log.Items.Count > 0, "A refusal");
        Assert.Equal(401, refused.Items[^1].GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Shell_example_follows_with_curl_and_goes_on_where_it_was()
    {
        using var directory = new TemporaryDirectory();
        var script = Path.Combine(Repository.Root, "deploy", "examples", "sse-curl", "follow.sh");
        var first = await service.PostSettledAsync("article", "Ann", "A fair point.");
        await using (var follower = Follow())
        {
            Assert.Equal([first], SubjectsOf(await follower.LinesAsync(1)));
        }

        await Eventually.HoldsAsync(() => File.Exists(directory.PathOf("place")), "The place");
        var second = await service.PostSettledAsync("article", "Ann", "Another point.");
        await using var again = Follow();
        Assert.Equal([second], SubjectsOf(await again.LinesAsync(1)).Where(subject => subject != first));

        RunningCommand Follow() => RunningCommand.Start(
            directory.Path, new Dictionary<string, string> { ["KEY"] = TestService.AdminKey }, "bash", script, service.Address.ToString().TrimEnd('/'), directory.PathOf("place"));
    }

    [Fact]
    public async Task AsyncAPI_document_is_valid_by_its_own_parser()
    {
        var folder = await NodeProject.InstallAsync("tests", "CommentService.Tests", "Clients", "node");
        var document = await service.GetAsync("/asyncapi.json");
        Assert.Equal((200, "application/json"), (document.Status, document.ContentType));
        Assert.Equal("valid 3.0.0 9", (await RunningCommand.RunAsync(folder, document.Text, "node", "asyncapi.mjs")).Trim());
    }

    private async Task<string> MakeAsync(string port, string secret)
    {
        var made = await service.SendAsync(
            HttpMethod.Post, "/api/v1/webhooks", System.Net.Http.Json.JsonContent.Create(new { url = $"http://127.0.0.1:{port}/", secret }), ("Authorization", "Bearer " + TestService.AdminKey));
        Assert.True(made.Status == 201, made.ToString());
        return made.Id;
    }

    private static IEnumerable<string> SubjectsOf(IEnumerable<string> lines) => lines.Select(line => Text(JsonElement.Parse(line), "subject")!);

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();
}

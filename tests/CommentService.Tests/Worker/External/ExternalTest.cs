using System.Text.Json;
using CommentService.Hosting.Outgoing;
using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Worker.External;

/// <summary>A test with an outside service on the loopback and a comment service whose policy asks it.</summary>
public abstract class ExternalTest : IAsyncLifetime
{
    protected const string AkismetKey = "akismet-key-1234";
    protected const string ModerationsKey = "moderations-key-1234";
    protected const string SlowText = "A slow point.";
    protected static readonly string Secret = WebhookSecret.Make();

    private TestService? service;

    internal OutsideServer Outside { get; private set; } = null!;

    protected TestService Service => service!;

    protected bool IsStarted => service is not null;

    public async ValueTask InitializeAsync() => Outside = await OutsideServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Outside.DisposeAsync();
        if (service is not null)
        {
            await service.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <param name="asked">akismet, moderations or callout.</param>
    /// <param name="more">Further members of the rule's settings.</param>
    /// <param name="networks">What is open besides the public internet.</param>
    protected async Task StartAsync(string asked, string more = "", string networks = "127.0.0.0/8", TemporaryDirectory? directory = null) => service = await TestService.StartAsync(
        new Dictionary<string, string?>
        {
            ["Comments:Outgoing:AllowedNetworks"] = networks,
            ["Comments:PublicUrl"] = "https://comments.example",
            ["Comments:External:Akismet:Key"] = AkismetKey,
            ["Comments:External:Akismet:Site"] = "https://site.example",
            ["Comments:External:Akismet:Address"] = Outside.Address + "/1.1/",
            ["Comments:External:Moderations:Address"] = Outside.Address + "/v1/moderations",
            ["Comments:External:Moderations:Key"] = ModerationsKey,
            ["Comments:External:Callout:Address"] = Outside.Address + "/check",
            ["Comments:External:Callout:Secret"] = Secret,
        },
        policy: $$"""{ "rules": { "flood": { "mode": "off" }, "duplicate": { "mode": "off" }, "external": { "mode": "enforce", "service": "{{asked}}"{{more}} } } }""",
        directory: directory);

    protected Task<string> PostAsync(string text = "A fair point.", object? more = null) => Service.PostSettledAsync(TestService.NewArticle(), "Ann Reader", text, more);

    protected async Task<JsonElement> SeenAsync(string id) => (await Service.ModerationAsync(HttpMethod.Get, $"/comments/{id}")).Json;

    /// <summary>A comment's status and the sentence of the rule <c>external</c>, if it has one.</summary>
    protected async Task<(string Status, string? Message)> OutcomeAsync(string id)
    {
        var seen = await SeenAsync(id);
        var finding = seen.GetProperty("findings").EnumerateArray().Where(f => f.GetProperty("rule").GetString() == "external").Select(f => f.GetProperty("message").GetString());
        return (seen.GetProperty("status").GetString()!, finding.SingleOrDefault());
    }

    /// <summary>Rows of submissions that are set apart.</summary>
    protected async Task<int> SetApartAsync()
    {
        await using var db = Service.Services.GetRequiredService<Database>().OpenRead();
        return await db.ExternalAsks.CountAsync(Test.Cancellation);
    }

    protected Task NobodyWaitsAsync() => Eventually.SeesAsync(SetApartAsync, count => count == 0, "The end of all questions");
}

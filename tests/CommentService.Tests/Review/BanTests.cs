using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CommentService.Tests.Review;

/// <summary>Each test's readers come from an address of their own, which a proxy tells.</summary>
public sealed class BanTests(BanTests.ServiceBehindProxy shared) : IClassFixture<BanTests.ServiceBehindProxy>
{
    private static int count;

    private readonly string article = TestService.NewArticle();
    private readonly int number = Interlocked.Increment(ref count);

    private TestService Service => shared.Service;

    private string Address => $"203.0.113.{number}";

    [Fact]
    public async Task Author_banned_by_a_comment_is_rejected_from_the_next_one_on_with_the_reason()
    {
        var first = await PostAsync("Ann", email: $"ann{number}@example.org");
        var ban = await BanAsync(new { kind = "author", commentId = first, reason = "Insults others" });
        Assert.Equal((201, "author", $"ann{number}@example.org", "admin"), (ban.Status, ban.Member("kind"), ban.Member("value"), ban.Member("createdBy")));
        Assert.Equal($"/api/v1/moderation/bans/{ban.Id}", ban.Location);
        Assert.Equal("approved", await StatusAsync(first));
        var next = await PostAsync("Ann under another name", email: $"Ann{number}@Example.org", address: "198.51.100.1");
        Assert.Equal("rejected", await StatusAsync(next));
        var finding = Assert.Single((await SeenAsync(next)).GetProperty("findings").EnumerateArray());
        Assert.Equal("The author is banned (Insults others).", finding.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Author_without_email_is_known_by_name_and_address_together()
    {
        await BanAsync(new { kind = "author", commentId = await PostAsync("Bob") });
        Assert.Equal("rejected", await StatusAsync(await PostAsync("Bob")));
        Assert.Equal("approved", await StatusAsync(await PostAsync("Bob", address: "198.51.100.1")));
        Assert.Equal("approved", await StatusAsync(await PostAsync("Carol")));
    }

    [Fact]
    public async Task Banned_network_address_is_rejected_and_neither_kept_nor_shown()
    {
        var ban = await BanAsync(new { kind = "address", commentId = await PostAsync("Dan") });
        Assert.Equal("rejected", await StatusAsync(await PostAsync("Erin")));
        var written = await BanAsync(new { kind = "address", value = "198.51.100.77" });
        Assert.Equal("rejected", await StatusAsync(await PostAsync("Frank", address: "198.51.100.77")));
        Assert.Equal([null, null], new[] { ban.Member("value"), written.Member("value") });
        Assert.DoesNotContain("198.51.100.77", (await ListAsync()).Text + (await Service.ModerationAsync(HttpMethod.Get, "/audit")).Text, StringComparison.Ordinal);
        await using var db = Service.Services.GetRequiredService<Database>().OpenRead();
        Assert.All(await db.Bans.Where(b => b.Kind == Moderation.BanKind.Address).ToListAsync(Test.Cancellation), stored => Assert.Null(stored.Value));
    }

    [Fact]
    public async Task Banned_name_holds_because_it_may_be_anyones()
    {
        await BanAsync(new { kind = "name", value = $"Grace {number}" });
        Assert.Equal("held", await StatusAsync(await PostAsync($"grace {number}")));
    }

    [Fact]
    public async Task Banned_email_is_rejected_whatever_the_name()
    {
        await BanAsync(new { kind = "email", value = $"Spam{number}@example.org" });
        Assert.Equal("rejected", await StatusAsync(await PostAsync("Heidi", email: $"spam{number}@EXAMPLE.org")));
    }

    [Fact]
    public async Task Lifted_ban_lets_the_next_comment_through()
    {
        var ban = await BanAsync(new { kind = "author", value = $"ivan{number}@example.org" });
        Assert.Equal("rejected", await StatusAsync(await PostAsync("Ivan", email: $"ivan{number}@example.org")));
        Assert.Equal(204, (await LiftAsync(ban.Id)).Status);
        Assert.Equal("approved", await StatusAsync(await PostAsync("Ivan", email: $"ivan{number}@example.org")));
        Assert.DoesNotContain(ban.Id, (await ListAsync()).ItemIds);
        (await LiftAsync(ban.Id)).IsProblem(404, "unknown-ban");
    }

    [Fact]
    public async Task Ban_ends_by_itself()
    {
        var end = shared.Clock.GetUtcNow().UtcDateTime.AddHours(1);
        var ban = await BanAsync(new { kind = "email", value = $"judy{number}@example.org", expiresAt = end });
        Assert.Equal(end, ban.Json.GetProperty("expiresAt").GetDateTime());
        Assert.Equal("rejected", await StatusAsync(await PostAsync("Judy", email: $"judy{number}@example.org")));
        shared.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("approved", await StatusAsync(await PostAsync("Judy", email: $"judy{number}@example.org")));
    }

    [Fact]
    public async Task What_is_banned_again_changes_its_reason_and_end()
    {
        var first = await BanAsync(new { kind = "name", value = $"Mallory {number}", reason = "first" });
        var again = await BanAsync(new { kind = "name", value = $"mallory {number}", reason = "second" });
        Assert.Equal((200, first.Id, "second"), (again.Status, again.Id, again.Member("reason")));
        Assert.Single((await ListAsync()).ItemIds, first.Id);
    }

    [Fact]
    public async Task Audit_tells_who_banned_and_lifted_and_why_but_not_whom()
    {
        var ban = await BanAsync(new { kind = "email", value = $"trent{number}@example.org", reason = "spam" });
        await LiftAsync(ban.Id, "?reason=it%20was%20a%20mistake");
        var audit = await Service.ModerationAsync(HttpMethod.Get, $"/audit?subject={ban.Id}");
        Assert.Equal(["ban.lifted", "ban.added"], audit.Items.Select(entry => entry.GetProperty("action").GetString()));
        Assert.Equal(["it was a mistake", "spam"], audit.Items.Select(entry => entry.GetProperty("reason").GetString()));
        Assert.Equal("email", audit.Items[0].GetProperty("from").GetProperty("kind").GetString());
        Assert.DoesNotContain("trent", audit.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "value": "Ann" }""", "kind")]
    [InlineData("""{ "kind": "ip", "value": "Ann" }""", "kind")]
    [InlineData("""{ "kind": "name" }""", "value")]
    [InlineData("""{ "kind": "name", "value": "Ann", "commentId": "01a20ab4-043a-7000-a054-2300077d1971" }""", "value")]
    [InlineData("""{ "kind": "email", "value": "nobody" }""", "value")]
    [InlineData("""{ "kind": "author", "value": "Ann" }""", "value")]
    [InlineData("""{ "kind": "address", "value": "example.org" }""", "value")]
    [InlineData("""{ "kind": "name", "value": "two\nlines" }""", "value")]
    [InlineData("""{ "kind": "author", "commentId": "01a20ab4-043a-7000-a054-2300077d1971" }""", "commentId")]
    [InlineData("""{ "kind": "author", "commentId": 5 }""", "commentId")]
    [InlineData("""{ "kind": "name", "value": "Ann", "expiresAt": "2020-01-01T00:00:00Z" }""", "expiresAt")]
    [InlineData("""{ "kind": "name", "value": "Ann", "expiresAt": "soon" }""", "expiresAt")]
    [InlineData("""{ "kind": "name", "value": "Ann", "reason": 1 }""", "reason")]
    public async Task Bad_ban_is_refused_by_the_member_that_is_wrong(string body, string member) =>
        (await BanAsync(new StringContent(body, System.Text.Encoding.UTF8, "application/json"))).Refuses(member);

    [Fact]
    public async Task Comment_without_email_cannot_be_banned_by_email() =>
        (await BanAsync(new { kind = "email", commentId = await PostAsync("Oscar") })).Refuses("commentId");

    [Fact]
    public async Task Bans_are_listed_newest_first_and_a_page_at_a_time()
    {
        for (var i = 0; i < 3; i++)
        {
            shared.Clock.Advance(TimeSpan.FromSeconds(1));
            await BanAsync(new { kind = "name", value = $"Peggy {number} {i}" });
        }

        var first = await ListAsync("?limit=2");
        var second = await ListAsync($"?limit=1&cursor={first.Next}");
        Assert.Equal([$"Peggy {number} 2", $"Peggy {number} 1", $"Peggy {number} 0"], first.Items.Concat(second.Items).Select(ban => ban.GetProperty("value").GetString()));
        (await ListAsync("?cursor=x&limit=0")).IsProblem(400, "validation");
    }

    private Task<string> PostAsync(string name, string? email = null, string? address = null)
    {
        // Another text each time: the same one again would be a double click.
        shared.Clock.Advance(TimeSpan.FromSeconds(1));
        return Service.PostSettledAsync(article, name, $"A fair point {Interlocked.Increment(ref count)}", email is null ? null : new { email }, ("X-Forwarded-For", address ?? Address));
    }

    private Task<string> StatusAsync(string id) => Service.SettledAsync(id);

    private async Task<System.Text.Json.JsonElement> SeenAsync(string id) => (await Service.ModerationAsync(HttpMethod.Get, $"/comments/{id}")).Json;

    private Task<Answer> BanAsync(object body) => Service.ModerationAsync(HttpMethod.Post, "/bans", body);

    private Task<Answer> LiftAsync(string id, string query = "") => Service.ModerationAsync(HttpMethod.Delete, $"/bans/{id}{query}");

    private Task<Answer> ListAsync(string query = "") => Service.ModerationAsync(HttpMethod.Get, "/bans" + query);

    public sealed class ServiceBehindProxy : SharedService
    {
        public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

        protected override TimeProvider Time => Clock;

        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?> { ["Comments:TrustedProxies"] = "127.0.0.1" };
    }
}

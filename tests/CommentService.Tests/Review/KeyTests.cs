using System.Text;
using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Review;

public sealed class KeyTests(SharedService shared) : ReviewTest(shared)
{
    private static int count;

    [Theory]
    [InlineData("subscriber")]
    [InlineData("viewer")]
    [InlineData("moderator")]
    [InlineData("admin")]
    public async Task Made_key_tells_who_it_is_and_what_it_may_do(string role)
    {
        var name = NewName();
        var made = await MakeAsync(new { name, role });
        Assert.Equal((201, name, role), (made.Status, made.Member("name"), made.Member("role")));
        Assert.Equal($"/api/v1/moderation/keys/{made.Id}", made.Location);
        var me = await MeAsync(made.Member("secret")!);
        Assert.Equal((200, made.Id, name, role), (me.Status, me.Id, me.Member("name"), me.Member("role")));
        Assert.Equal(["comment.approved", "comment.removed"], TypesOf(me.Json));
    }

    [Fact]
    public async Task Secret_is_shown_once_and_stored_hashed()
    {
        var made = await MakeAsync(new { name = NewName(), role = "viewer" });
        var secret = made.Member("secret")!;
        Assert.True(secret.Length >= 40);
        var listed = (await ListAsync()).Items.Single(key => key.GetProperty("id").GetString() == made.Id);
        Assert.Equal(made.Member("createdAt"), listed.GetProperty("createdAt").GetString());
        Assert.DoesNotContain(secret, (await ListAsync()).Text + (await AuditAsync(made.Id)).Text, StringComparison.Ordinal);
        await using var db = Service.Services.GetRequiredService<Database>().OpenRead();
        var stored = await db.ApiKeys.SingleAsync(k => k.Id == Guid.Parse(made.Id), Test.Cancellation);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(secret)), stored.Hash);
    }

    [Fact]
    public async Task Revoked_key_ends_at_once_and_stays_on_the_list()
    {
        var made = await MakeAsync(new { name = NewName(), role = "admin" });
        Assert.Equal(200, (await MeAsync(made.Member("secret")!)).Status);
        Assert.Equal(204, (await RevokeAsync(made.Id, "?reason=left")).Status);
        (await MeAsync(made.Member("secret")!)).IsProblem(401);
        Assert.Equal(204, (await RevokeAsync(made.Id)).Status);
        Assert.True((await ListAsync()).Items.Single(key => key.GetProperty("id").GetString() == made.Id).TryGetProperty("revokedAt", out _));
        var audit = (await AuditAsync(made.Id)).Items;
        Assert.Equal(["key.revoked", "key.made"], audit.Select(entry => entry.GetProperty("action").GetString()));
        Assert.Equal("left", audit[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Operators_key_cannot_be_revoked_so_that_nobody_is_locked_out()
    {
        var me = await MeAsync(TestService.AdminKey);
        (await RevokeAsync(me.Id)).IsProblem(409, "operators-key");
        Assert.Equal(200, (await MeAsync(TestService.AdminKey)).Status);
        (await RevokeAsync(Guid.Empty.ToString())).IsProblem(404, "unknown-key");
        (await RevokeAsync("x")).IsProblem(404, "unknown-key");
    }

    [Fact]
    public async Task Key_follows_the_events_that_it_was_made_for_and_no_others()
    {
        var (held, approved) = (await CommentAsync("held"), await CommentAsync("approved"));
        var (open, wide) = (await SecretAsync(null), await SecretAsync(["comment.rejected", "comment.held", "comment.held"]));
        await Eventually.SeesAsync(() => EventsAsync(TestService.AdminKey), seen => seen.Items.Count == 2, "Both events");
        Assert.Equal([approved], SubjectsOf(await EventsAsync(open)));
        Assert.Equal([held], SubjectsOf(await EventsAsync(wide)));
        Assert.Equal([held], SubjectsOf(await EventsAsync(wide, "&type=comment.held")));
        (await EventsAsync(open, "&type=comment.held")).IsProblem(403, "forbidden");
        Assert.Equal(["comment.held", "comment.rejected"], TypesOf((await MeAsync(wide)).Json));
    }

    [Fact]
    public async Task Name_belongs_to_one_key_in_force()
    {
        var name = NewName();
        var first = await MakeAsync(new { name, role = "viewer" });
        (await MakeAsync(new { name, role = "admin" })).IsProblem(409, "name-taken");
        await RevokeAsync(first.Id);
        Assert.Equal(201, (await MakeAsync(new { name, role = "admin" })).Status);
    }

    [Theory]
    [InlineData("""{ "role": "viewer" }""", "name")]
    [InlineData("""{ "name": " ", "role": "viewer" }""", "name")]
    [InlineData("""{ "name": "Admin", "role": "viewer" }""", "name")]
    [InlineData("""{ "name": "rules", "role": "viewer" }""", "name")]
    [InlineData("""{ "name": "two\nlines", "role": "viewer" }""", "name")]
    [InlineData("""{ "name": "Desk" }""", "role")]
    [InlineData("""{ "name": "Desk", "role": "owner" }""", "role")]
    [InlineData("""{ "name": "Desk", "role": "viewer", "eventTypes": ["comment.seen"] }""", "eventTypes")]
    [InlineData("""{ "name": "Desk", "role": "viewer", "eventTypes": "comment.held" }""", "eventTypes")]
    [InlineData("""{ "name": "Desk", "role": "viewer", "eventTypes": [1] }""", "eventTypes")]
    public async Task Bad_key_is_refused_by_the_member_that_is_wrong(string body, string member) =>
        (await MakeAsync(new StringContent(body, Encoding.UTF8, "application/json"))).Refuses(member);

    [Fact]
    public async Task List_tells_when_a_key_was_last_used()
    {
        var made = await MakeAsync(new { name = NewName(), role = "viewer" });
        await MeAsync(made.Member("secret")!);
        await Eventually.SeesAsync(ListAsync, list => list.Items.Single(key => key.GetProperty("id").GetString() == made.Id).TryGetProperty("lastUsedAt", out _), "A note of the use");
    }

    private static string NewName() => $"Desk {Interlocked.Increment(ref count)}";

    private static IEnumerable<string?> TypesOf(System.Text.Json.JsonElement key) => key.GetProperty("eventTypes").EnumerateArray().Select(type => type.GetString());

    private static IEnumerable<string?> SubjectsOf(Answer events) => events.Items.Select(item => item.GetProperty("subject").GetString());

    private async Task<string> SecretAsync(string[]? eventTypes) => (await MakeAsync(new { name = NewName(), role = "subscriber", eventTypes })).Member("secret")!;

    private Task<Answer> EventsAsync(string secret, string query = "") => Service.GetAsync($"/api/v1/events?after=0&article={Article}{query}", ("Authorization", "Bearer " + secret));

    private Task<Answer> MeAsync(string secret) => Service.GetAsync("/api/v1/moderation/me", ("Authorization", "Bearer " + secret));

    private Task<Answer> MakeAsync(object body) => Service.ModerationAsync(HttpMethod.Post, "/keys", body);

    private Task<Answer> RevokeAsync(string id, string query = "") => Service.ModerationAsync(HttpMethod.Delete, $"/keys/{id}{query}");

    private Task<Answer> ListAsync() => Service.ModerationAsync(HttpMethod.Get, "/keys?limit=200");

    private Task<Answer> AuditAsync(string id) => Service.ModerationAsync(HttpMethod.Get, $"/audit?subject={id}");
}

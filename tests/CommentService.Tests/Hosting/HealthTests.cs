using System.Text.Json;
using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CommentService.Tests.Hosting;

public sealed class HealthTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
    private TestService service = null!;

    public async ValueTask InitializeAsync() => service = await TestService.StartAsync(time: clock);

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task Process_says_that_it_lives() => Assert.Equal("""{"status":"live"}""", (await service.GetAsync("/health/live")).Text);

    [Fact]
    public async Task Readiness_tells_of_each_part()
    {
        var ready = await service.GetAsync("/health/ready");
        Assert.Equal((200, "application/json", "ready", "no-store"), (ready.Status, ready.ContentType, ready.Member("status"), ready.Header("Cache-Control")));
        Assert.Superset(new HashSet<string> { "database", "spool", "proxy" }, Parts(ready).Select(part => part.Name).ToHashSet());
        Assert.All(Parts(ready), part => Assert.Equal("ready", part.Value.GetProperty("status").GetString()));
        Assert.Equal(0, Part(ready, "database").GetProperty("data").GetProperty("deadLetters").GetInt32());
        Assert.Equal(0, Part(ready, "spool").GetProperty("data").GetProperty("waiting").GetInt32());
    }

    [Fact]
    public async Task Dead_letters_are_degraded_and_still_ready()
    {
        await service.Services.GetRequiredService<Database>().WriteAsync(
            db =>
            {
                db.DeadLetters.Add(new DeadLetter { Body = [1], Reason = "r", At = clock.GetUtcNow().UtcDateTime });
                return db.SaveChangesAsync();
            },
            Test.Cancellation);
        var ready = await service.GetAsync("/health/ready");
        Assert.Equal((200, "degraded"), (ready.Status, ready.Member("status")));
        Assert.Equal("degraded", Part(ready, "database").GetProperty("status").GetString());
        Assert.Equal(1, Part(ready, "database").GetProperty("data").GetProperty("deadLetters").GetInt32());
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("X-Forwarded-Host", "comments.example")]
    public async Task Forwarded_header_that_nobody_trusts_is_degraded_for_a_while(string header, string value)
    {
        await service.GetAsync("/health/live", (header, value));
        var ready = await service.GetAsync("/health/ready");
        Assert.Equal((200, "degraded"), (ready.Status, ready.Member("status")));
        Assert.Contains("Comments:TrustedProxies", Part(ready, "proxy").GetProperty("detail").GetString(), StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal("ready", (await service.GetAsync("/health/ready")).Member("status"));
    }

    [Fact]
    public async Task Forwarded_header_of_a_trusted_proxy_is_no_news()
    {
        await using var behind = await TestService.StartAsync(new Dictionary<string, string?> { ["Comments:TrustedProxies"] = "127.0.0.1" });
        await behind.GetAsync("/health/live", ("X-Forwarded-For", "203.0.113.7"));
        Assert.Equal("ready", (await behind.GetAsync("/health/ready")).Member("status"));
    }

    [Fact]
    public async Task Database_that_cannot_be_asked_is_unready_without_its_reason()
    {
        using (var connection = service.Services.GetRequiredService<Database>().Connect())
        using (var command = connection.CreateCommand())
        {
            command.CommandText = """ALTER TABLE "DeadLetters" RENAME TO "Gone" """;
            command.ExecuteNonQuery();
        }

        var ready = await service.GetAsync("/health/ready");
        Assert.Equal((503, "unready"), (ready.Status, ready.Member("status")));
        Assert.DoesNotContain("DeadLetters", ready.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await service.GetAsync("/health/live")).Status);
    }

    private static JsonElement.ObjectEnumerator Parts(Answer ready) => ready.Json.GetProperty("parts").EnumerateObject();

    private static JsonElement Part(Answer ready, string name) => ready.Json.GetProperty("parts").GetProperty(name);
}

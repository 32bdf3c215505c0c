using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CommentService.Messaging;
using CommentService.Tests.Messaging;
using CommentService.Tests.Running;
using Microsoft.Data.Sqlite;

namespace CommentService.Tests.Hosting;

/// <summary>The whole program as a process, with everything that it writes to the console.</summary>
public sealed class LogTests : IDisposable
{
    private const string Key = "an-admin-key-for-the-log-tests";

    /// <summary>What a reader and a moderator write; each is in no word that the service writes by itself.</summary>
    private static readonly string[] Personal =
        ["Quixotina", "zugzwang", "quixotina@", "private-quix", "203.0.113.77", "homepage-quix", "reason-quix", "note-quix", "idem-quix", Key];

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("simple")]
    [InlineData("json")]
    public async Task No_log_and_no_measure_has_what_a_person_wrote(string format)
    {
        await LeaveUnreadableRowAsync();
        await using var run = ProgramRun.Start(
            ("urls", "http://127.0.0.1:0"), ("Comments:DataDirectory", directory.Path), ("Comments:AdminKey", Key), ("Comments:TrustedProxies", "127.0.0.1"),
            ("Logging:LogLevel:CommentService", "Trace"), ("Logging:Console:FormatterName", format), ("Comments:RateLimit:PerClientPerMinute", "5"));
        using var client = new HttpClient { BaseAddress = await run.Address.WaitAsync(TimeSpan.FromSeconds(60), Test.Cancellation) };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.77");

        await PostAsync(client, "I like a zugzwang.");
        var held = await PostAsync(client, "zugzwang http://a.example http://b.example http://c.example");
        await client.PostAsync("/api/v1/articles/a/comments", JsonContent.Create(new { name = "Quixotina", comment = "", email = "quixotina@" }), Test.Cancellation);
        await client.PostAsync("/api/v1/articles/a/comments", new StringContent("{\"name\":\"Quixotina\", zugzwang", System.Text.Encoding.UTF8, "application/json"), Test.Cancellation);
        await client.GetAsync("/api/v1/articles/Quixotina%20zugzwang/comments?sort=zugzwang", Test.Cancellation);

        using var authorized = new HttpClient { BaseAddress = client.BaseAddress, DefaultRequestHeaders = { { "Authorization", "Bearer " + Key } } };
        await authorized.GetAsync("/api/v1/moderation/comments?q=zugzwang&author=Quixotina", Test.Cancellation);
        await authorized.PostAsync($"/api/v1/moderation/comments/{held}/approve", JsonContent.Create(new { reason = "reason-quix", note = "note-quix" }), Test.Cancellation);
        await authorized.PostAsync("/api/v1/moderation/policy/test", JsonContent.Create(new { name = "Quixotina", comment = "zugzwang" }), Test.Cancellation);

        // Now the database refuses them: one group fails, is taken apart, and becomes a dead letter.
        await RunSqlAsync("comments.db", """CREATE TRIGGER poison BEFORE INSERT ON "Comments" BEGIN SELECT RAISE(ABORT, 'poison'); END; ALTER TABLE "Findings" RENAME TO "Gone";""");
        await PostAsync(client, "zugzwang once more, and nobody can store it", wait: false);
        await authorized.GetAsync("/api/v1/moderation/comments?status=approved", Test.Cancellation);
        await Eventually.HoldsAsync(() => run.Output.Contains("became a dead letter", StringComparison.Ordinal), "A dead letter");
        var tooMany = await client.PostAsync("/api/v1/articles/a/comments", JsonContent.Create(new { name = "Quixotina", comment = "zugzwang" }), Test.Cancellation);
        Assert.Equal(HttpStatusCode.TooManyRequests, tooMany.StatusCode);
        var metrics = await client.GetStringAsync("/metrics", Test.Cancellation);
        Assert.Equal(0, await run.TerminateAsync());

        Assert.Contains("comments_submissions_refused_total", metrics, StringComparison.Ordinal);
        Assert.All(Personal, text => Assert.DoesNotContain(text, metrics, StringComparison.OrdinalIgnoreCase));
        var log = run.Output;
        Assert.Contains("cannot be read; they became dead letters", log, StringComparison.Ordinal);
        Assert.Contains("failed unexpectedly", log, StringComparison.Ordinal);
        Assert.All(Personal, text => Assert.DoesNotContain(text, log, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Start_tells_where_everything_is_and_not_the_key_itself()
    {
        await using var run = ProgramRun.Start(("urls", "http://127.0.0.1:0"), ("Comments:DataDirectory", directory.Path));
        var address = await run.Address.WaitAsync(TimeSpan.FromSeconds(60), Test.Cancellation);
        Assert.Equal(0, await run.TerminateAsync());
        var file = directory.PathOf("admin.key");
        Assert.Contains($"The data is in {directory.Path}", run.Output, StringComparison.Ordinal);
        Assert.Contains($"The admin key is in {file}", run.Output, StringComparison.Ordinal);
        Assert.Contains($"Open {address}docs", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain((await File.ReadAllTextAsync(file, Test.Cancellation)).Trim(), run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warn:", run.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    private static async Task<string> PostAsync(HttpClient client, string comment, bool wait = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/articles/a/comments")
        {
            Content = JsonContent.Create(new { name = "Quixotina", comment, email = "quixotina@example.org", website = "https://private-quix.example/", homepage = "homepage-quix" }),
            Headers = { { "Idempotency-Key", "idem-quix" + comment.Length } },
        };
        using var answer = await client.SendAsync(request, Test.Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var id = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Test.Cancellation)).GetProperty("id").GetString()!;
        if (wait)
        {
            await Eventually.SeesAsync(
                () => client.GetStringAsync($"/api/v1/submissions/{id}", Test.Cancellation), seen => !seen.Contains("queued", StringComparison.Ordinal), "A decision");
        }

        return id;
    }

    private async Task LeaveUnreadableRowAsync()
    {
        using (var spool = new Spool(directory.PathOf("spool.db"), 1L << 30, new Crowd()))
        {
            await spool.AddAsync(Given.Submission() with { Name = "Quixotina", Comment = "zugzwang" });
        }

        await RunSqlAsync("spool.db", "UPDATE spool SET body = CAST('{\"name\":\"Quixotina zugzwang\"' AS BLOB)");
    }

    private async Task RunSqlAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={directory.PathOf(file)};Pooling=False");
        await connection.OpenAsync(Test.Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Test.Cancellation);
    }
}

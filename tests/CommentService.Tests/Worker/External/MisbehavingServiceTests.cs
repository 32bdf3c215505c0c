using CommentService.Tests.Running;
using CommentService.Worker.External;
using Microsoft.AspNetCore.Http;

namespace CommentService.Tests.Worker.External;

/// <summary>Whatever an outside service does wrong holds the comment, says why, and is tried so many times and no more.</summary>
public sealed class MisbehavingServiceTests : ExternalTest
{
    private const int AllAttempts = ExternalAsking.Retries + 1;

    [Theory]
    [InlineData("callout", 500, AllAttempts, "it answered with status 500")]
    [InlineData("callout", 503, AllAttempts, "it answered with status 503")]
    [InlineData("callout", 429, AllAttempts, "it answered with status 429")]
    [InlineData("callout", 400, 1, "it answered with status 400")]
    [InlineData("callout", 302, 1, "it answered with status 302")]
    [InlineData("akismet", 500, AllAttempts, "it answered with status 500")]
    [InlineData("moderations", 401, 1, "it answered with status 401")]
    public async Task Status_that_is_no_answer(string service, int status, int attempts, string why)
    {
        Outside.Behaviour = (http, _) =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };
        await HoldsAsync(service, why, attempts);
    }

    [Theory]
    [InlineData("callout", "")]
    [InlineData("callout", "true")]
    [InlineData("callout", "{}")]
    [InlineData("callout", """{ "verdict": 7 }""")]
    [InlineData("callout", """{ "verdict": "publish" }""")]
    [InlineData("callout", "<html>Welcome!</html>")]
    [InlineData("moderations", """{ "results": [] }""")]
    [InlineData("moderations", """{ "results": [ { "flagged": "no" } ] }""")]
    [InlineData("moderations", """{ "error": { "message": "Quota" } }""")]
    [InlineData("moderations", "[1, 2")]
    [InlineData("akismet", "")]
    [InlineData("akismet", "maybe")]
    public async Task Answer_that_makes_no_sense(string service, string answer)
    {
        Outside.Behaviour = (http, _) => OutsideServer.AnswerAsync(http, answer);
        await HoldsAsync(service, "its answer cannot be understood", attempts: 1);
    }

    [Theory]
    [InlineData("callout")]
    [InlineData("moderations")]
    [InlineData("akismet")]
    public async Task Endless_answer(string service)
    {
        Outside.Behaviour = async (http, _) =>
        {
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.Body.WriteAsync(new byte[4096], CancellationToken.None);
            }
        };
        await HoldsAsync(service, "its answer cannot be understood", attempts: 1);
    }

    [Fact]
    public async Task Answer_that_is_cut_off()
    {
        Outside.Behaviour = async (http, _) =>
        {
            http.Response.ContentLength = 100;
            await http.Response.Body.WriteAsync("""{ "verdict": "approve" """u8.ToArray(), CancellationToken.None);
            await http.Response.Body.FlushAsync(CancellationToken.None);
            http.Abort();
        };
        await HoldsAsync("callout", "it could not be reached, or its answer broke off", AllAttempts);
    }

    [Fact]
    public async Task No_answer_at_all()
    {
        Outside.Behaviour = (http, _) => Outside.NeverAnswerAsync(http);
        await StartAsync("callout", """, "timeout": "1s" """);
        Assert.Equal(("held", "The callout could not be asked: it did not answer within 1 s. A moderator has to decide."), await OutcomeAsync(await PostAsync()));
        Assert.InRange(Outside.Requests.Count, 1, AllAttempts);
        await NobodyWaitsAsync();
    }

    [Fact]
    public async Task Nobody_there()
    {
        await StartAsync("callout");
        await Outside.StopAsync();
        await HoldsAsync("callout", "it could not be reached, or its answer broke off", attempts: 0);
    }

    [Fact]
    public async Task Address_that_may_not_be_called()
    {
        await StartAsync("callout", networks: "10.0.0.0/8");
        Assert.Equal(
            ("held", "The callout could not be asked: its address leads to a private network (setting Comments:Outgoing:AllowedNetworks). A moderator has to decide."), await OutcomeAsync(await PostAsync()));
        Assert.Empty(Outside.Requests);
    }

    [Fact]
    public async Task Failed_attempt_is_repeated_and_the_next_answer_counts()
    {
        Outside.Behaviour = (http, _) => OutsideServer.AnswerAsync(http, """{ "verdict": "approve" }""", Outside.Requests.Count == 1 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
        await StartAsync("callout");
        Assert.Equal(("approved", null), await OutcomeAsync(await PostAsync()));
        Assert.Equal(2, Outside.Requests.Count);
    }

    [Fact]
    public async Task Service_that_keeps_failing_is_left_alone_and_comments_are_held_at_once()
    {
        Outside.Behaviour = (http, _) => OutsideServer.AnswerAsync(http, "", StatusCodes.Status400BadRequest);
        await StartAsync("callout");
        for (var i = 0; i < ExternalAsking.EnoughToJudge; i++)
        {
            await PostAsync($"Point {i}.");
        }

        Assert.Equal(ExternalAsking.EnoughToJudge, Outside.Requests.Count);
        Assert.Equal(
            ("held", "The callout could not be asked: it failed too often and is left alone for a moment. A moderator has to decide."), await OutcomeAsync(await PostAsync("One more.")));
        Assert.Equal(ExternalAsking.EnoughToJudge, Outside.Requests.Count);
    }

    [Fact]
    public async Task So_many_questions_and_no_more_are_open_at_once()
    {
        var (open, most) = (0, 0);
        var go = new TaskCompletionSource();
        Outside.Behaviour = async (http, _) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref open));
            await go.Task;
            Interlocked.Decrement(ref open);
            await OutsideServer.AnswerAsync(http, """{ "verdict": "approve" }""");
        };
        await StartAsync("callout", """, "timeout": "60s" """);
        var article = TestService.NewArticle();
        var ids = new List<string>();
        for (var i = 0; i < ExternalAsking.AtOnce * 2; i++)
        {
            ids.Add((await Service.PostAsync(article, "Ann Reader", $"Point {i}.")).Id);
        }

        await Eventually.HoldsAsync(() => Volatile.Read(ref open) == ExternalAsking.AtOnce, "As many questions as are allowed");
        await Eventually.SeesAsync(SetApartAsync, count => count == ids.Count, "All submissions set apart");
        go.SetResult();
        foreach (var id in ids)
        {
            Assert.Equal("approved", await Service.SettledAsync(id));
        }

        Assert.Equal((ExternalAsking.AtOnce, ids.Count), (most, Outside.Requests.Count));
    }

    [Fact]
    public async Task Key_is_told_to_nobody_but_its_service()
    {
        Outside.Behaviour = (http, _) => OutsideServer.AnswerAsync(http, "invalid");
        await HoldsAsync("akismet", "it does not take the API key", attempts: 1);
        Assert.Contains(AkismetKey, Outside.Requests[0].Body, StringComparison.Ordinal);
        foreach (var path in new[] { "/policy", "/rules", "/policy/schema", "/comments" })
        {
            var shown = (await Service.ModerationAsync(HttpMethod.Get, path)).Text;
            Assert.All(new[] { AkismetKey, ModerationsKey, Secret }, key => Assert.DoesNotContain(key, shown, StringComparison.Ordinal));
        }
    }

    private async Task HoldsAsync(string service, string why, int attempts)
    {
        if (!IsStarted)
        {
            await StartAsync(service, """, "timeout": "20s" """);
        }

        var name = service switch { "akismet" => "Akismet", "callout" => "The callout", _ => "The moderation endpoint" };
        Assert.Equal(("held", $"{name} could not be asked: {why}. A moderator has to decide."), await OutcomeAsync(await PostAsync()));
        Assert.Equal(attempts, Outside.Requests.Count);
        await NobodyWaitsAsync();
        Assert.Empty(Service.Errors);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen && Interlocked.CompareExchange(ref most, value, seen) != seen; seen = Volatile.Read(ref most))
        {
        }
    }
}

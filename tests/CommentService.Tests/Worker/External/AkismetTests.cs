using System.Web;
using CommentService.Tests.Running;
using Microsoft.AspNetCore.Http;

namespace CommentService.Tests.Worker.External;

public sealed class AkismetTests : ExternalTest
{
    [Theory]
    [InlineData("false", null, "approved", null)]
    [InlineData("true", null, "held", "Akismet suspects this comment.")]
    [InlineData("true", "discard", "rejected", "Akismet is sure that this is not to be published.")]
    public async Task Answer_decides_and_the_pro_tip_says_what_is_blatant(string answer, string? tip, string status, string? message)
    {
        Behave(answer, tip);
        await StartAsync("akismet");
        Assert.Equal((status, message), await OutcomeAsync(await PostAsync()));
    }

    [Fact]
    public async Task Question_has_what_akismet_asks_for()
    {
        Behave("false");
        await StartAsync("akismet");
        await PostAsync("Ein Text.", new { email = "ann@example.org", website = "https://ann.example", language = "de" });
        var request = Assert.Single(Outside.Requests);
        Assert.Equal("/1.1/comment-check", request.Path);
        Assert.Equal("application/x-www-form-urlencoded", request.Header("Content-Type"));
        var form = HttpUtility.ParseQueryString(request.Body);
        Assert.Equal(
            (AkismetKey, "https://site.example", "127.0.0.1", "comment", "Ann Reader", "Ein Text.", "ann@example.org", "https://ann.example", "de"),
            (form["api_key"], form["blog"], form["user_ip"], form["comment_type"], form["comment_author"], form["comment_content"], form["comment_author_email"], form["comment_author_url"], form["blog_lang"]));
    }

    [Theory]
    [InlineData("false", "approved", "remove", "/1.1/submit-spam")]
    [InlineData("true", "held", "reject", null)]
    [InlineData("true", "held", "approve", "/1.1/submit-ham")]
    public async Task Moderator_who_decides_otherwise_is_reported(string answer, string status, string decision, string? call)
    {
        Behave(answer);
        await StartAsync("akismet");
        var id = await PostAsync();
        Assert.Equal(status, (await OutcomeAsync(id)).Status);
        await Service.DecideAsync(id, decision);
        if (call is null)
        {
            // Whatever was to be told would be told before this one.
            Behave("false");
            var other = await PostAsync("Another point.");
            await Service.DecideAsync(other, "remove");
            await Eventually.HoldsAsync(() => Outside.Requests.Any(r => r.Path == "/1.1/submit-spam" && r.Body.Contains("Another", StringComparison.Ordinal)), "The later report");
            Assert.Equal(3, Outside.Requests.Count);
            return;
        }

        await Eventually.HoldsAsync(() => Outside.Requests.Count == 2, "The report");
        var (check, report) = (HttpUtility.ParseQueryString(Outside.Requests[0].Body), HttpUtility.ParseQueryString(Outside.Requests[1].Body));
        Assert.Equal(call, Outside.Requests[1].Path);
        foreach (var field in new[] { "api_key", "blog", "user_ip", "comment_type", "comment_author", "comment_content", "comment_date_gmt" })
        {
            Assert.Equal(check[field], report[field]);
        }
    }

    [Fact]
    public async Task Report_is_sent_until_it_is_taken_and_a_changed_mind_is_told_too()
    {
        Behave("false");
        await StartAsync("akismet");
        var id = await PostAsync();
        var refusals = 0;
        Outside.Behaviour = (http, _) => refusals++ == 0 ? OutsideServer.AnswerAsync(http, "", StatusCodes.Status500InternalServerError) : OutsideServer.AnswerAsync(http, "Thanks for making the web a better place.");
        await Service.DecideAsync(id, "remove");
        await Eventually.HoldsAsync(() => Outside.Requests.Count(r => r.Path == "/1.1/submit-spam") == 2, "The second try");
        await Service.DecideAsync(id, "approve");
        await Eventually.HoldsAsync(() => Outside.Requests.Any(r => r.Path == "/1.1/submit-ham"), "The correction");
    }

    [Fact]
    public async Task Comment_that_akismet_is_not_sure_about_is_held_and_asked_about_again()
    {
        Outside.Behaviour = (http, request) =>
        {
            if (!request.Body.Contains("recheck_reason", StringComparison.Ordinal))
            {
                http.Response.Headers["X-akismet-recheck-after"] = "1";
            }

            return OutsideServer.AnswerAsync(http, "false");
        };
        await StartAsync("akismet");
        var id = await PostAsync();
        await Eventually.SeesAsync(async () => (await OutcomeAsync(id)).Status, status => status == "approved", "The second answer");
        Assert.Equal(2, Outside.Requests.Count);
        Assert.Equal(["held", "approved"], (await SeenAsync(id)).GetProperty("history").EnumerateArray().Select(change => change.GetProperty("to").GetString()));
        await NobodyWaitsAsync();
    }

    private void Behave(string answer, string? tip = null) => Outside.Behaviour = (http, _) =>
    {
        if (tip is not null)
        {
            http.Response.Headers["X-akismet-pro-tip"] = tip;
        }

        return OutsideServer.AnswerAsync(http, answer);
    };
}

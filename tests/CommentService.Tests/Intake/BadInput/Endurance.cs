using System.Net.Http.Headers;
using CommentService.Tests.Running;

namespace CommentService.Tests.Intake.BadInput;

/// <summary>
/// A service that is sent whatever comes to mind. Between bad requests it gets good ones; at the end it must have stored
/// each of these, and have failed at nothing.
/// </summary>
public sealed class Endurance : SharedService
{
    private readonly string article = TestService.NewArticle();
    private readonly List<string> good = [];
    private readonly SemaphoreSlim oneGoodAtATime = new(1);
    private int sent;
    private int known;

    /// <summary>Sends a request and checks the answer, whatever it is: never the service's fault, and every error is a whole problem or the form's page.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, byte[]? body, string? contentType, params (string Name, string Value)[] headers)
    {
        var content = body is null ? null : new ByteArrayContent(body);
        if (contentType is not null)
        {
            content?.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        var isReview = path.StartsWith("/api/v1/moderation", StringComparison.Ordinal) || path.StartsWith("/api/v1/events", StringComparison.Ordinal);
        var answer = await Service.SendAsync(method, path, content, isReview ? [("Authorization", "Bearer " + TestService.AdminKey), .. headers] : headers);
        IsSound(answer, $"{method} {path} {contentType}");
        if (Interlocked.Increment(ref sent) % 20 == 0)
        {
            await SendGoodAsync();
        }

        return answer;
    }

    /// <summary>Fails the test unless every good submission so far is stored and no error was logged.</summary>
    public async Task IsIntactAsync()
    {
        await SendGoodAsync();
        Assert.Equal(good.Count, good.Distinct().Count());
        foreach (var id in good.Skip(known))
        {
            // Which status it has is for the policy that was sent last.
            await Service.SettledAsync(id);
        }

        known = good.Count;
        Assert.True(Service.Errors.Count == 0, string.Join('\n', Service.Errors));
    }

    /// <summary>Fails the test where an answer is the service's failure, or an error that is neither a whole problem nor a page.</summary>
    public void IsSound(Answer answer, string request)
    {
        Assert.True(answer.Status < 500, $"{request}: {answer} {Service.Errors.LastOrDefault()}");
        // What the server refuses before the application sees it has no body.
        if (answer.Status >= 400 && answer.Body.Length > 0 && answer.ContentType != "text/html")
        {
            answer.IsProblem(answer.Status);
        }
    }

    private async Task SendGoodAsync()
    {
        await oneGoodAtATime.WaitAsync();
        try
        {
            var answer = await Service.PostAsync(article, "A good reader", $"Good comment {good.Count}.");
            Assert.True(answer.Status == 202, answer.ToString());
            good.Add(answer.Id);
        }
        finally
        {
            oneGoodAtATime.Release();
        }
    }
}

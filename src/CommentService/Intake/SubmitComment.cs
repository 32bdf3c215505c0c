using System.Globalization;
using CommentService.Hosting;

namespace CommentService.Intake;

/// <summary>Takes what a page posts, as JSON or as a plain form, and answers in kind.</summary>
internal sealed class SubmitComment(Taking taking, Origins origins, RateLimits limits)
{
    private const int MaxKeyLength = 200;
    private const string KeyHeader = "Idempotency-Key";

    /// <summary><c>POST /api/v1/articles/{articleId}/comments</c>.</summary>
    public Task<IResult> PostAsync(string articleId, HttpContext http) => SubmitAsync(http, FieldNames.Own, articleId);

    /// <summary><c>POST /wp-comments-post.php</c>: the article is a field of the form.</summary>
    public Task<IResult> PostWordPressAsync(HttpContext http) => SubmitAsync(http, FieldNames.WordPress, null);

    private async Task<IResult> SubmitAsync(HttpContext http, FieldNames names, string? articleId)
    {
        var sent = new SentFields(names);
        var isForm = http.Request.HasFormContentType;
        var wantsPage = isForm && !http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase);
        var refusal = origins.MayPost(http.Request) ? null : Refusal.OriginNotAllowed;
        if (isForm)
        {
            // Read whatever is decided: a refused reader gets the text back.
            var unread = await ReadForm.IntoAsync(sent, http, http.RequestAborted);
            refusal ??= unread;
        }

        sent[IntakeField.ArticleId] = articleId ?? sent[IntakeField.ArticleId];
        if (refusal is null && limits.TryTake(http.Connection.RemoteIpAddress, sent[IntakeField.ArticleId] ?? "") is { } wait)
        {
            refusal = Refusal.TooMany(wait);
        }

        refusal ??= isForm ? null : await ReadJsonAsync(sent, http);
        var taken = refusal is null ? await TakeAsync(sent, http) : Taken.Refused(refusal);
        return taken.Refusal is { } refused
            ? Refuse(refused, sent, http, wantsPage)
            : Accept(taken.Id, sent, http, wantsPage);
    }

    private static async Task<Refusal?> ReadJsonAsync(SentFields sent, HttpContext http) =>
        http.Request.HasJsonContentType() && IsUtf8(http.Request.ContentType)
            ? await ReadJson.IntoAsync(sent, http.Request, http.RequestAborted)
            : Refusal.UnsupportedType;

    private static bool IsUtf8(string? contentType) =>
        contentType is null || !contentType.Contains("charset", StringComparison.OrdinalIgnoreCase) || contentType.Contains("utf-8", StringComparison.OrdinalIgnoreCase);

    private async Task<Taken> TakeAsync(SentFields sent, HttpContext http)
    {
        var valid = ValidSubmission.From(sent);
        var key = http.Request.Headers[KeyHeader].ToString();
        if (key.Length > MaxKeyLength)
        {
            return Taken.Refused(Refusal.Invalid(new Dictionary<string, string[]>(sent.Errors) { [KeyHeader] = [$"A key has at most {MaxKeyLength} characters."] }));
        }

        return valid is null
            ? Taken.Refused(Refusal.Invalid(sent.Errors))
            : await taking.TakeAsync(valid, key.Length == 0 ? null : key, http.Connection.RemoteIpAddress, origins.IsKnownPage(http.Request), http.RequestAborted);
    }

    private IResult Accept(Guid id, SentFields sent, HttpContext http, bool wantsPage)
    {
        Metrics.SubmissionsAccepted.Add(1);
        if (wantsPage)
        {
            // 303: the browser fetches the page that it is sent to, and a reload posts nothing again.
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = PageFor(id, sent[IntakeField.ArticleUrl], http.Request);
            return Results.Empty;
        }

        return new AcceptedReceipt(id);
    }

    private string PageFor(Guid id, string? articleUrl, HttpRequest request)
    {
        if (articleUrl is null || !origins.MayRedirectTo(articleUrl, request) || !Uri.TryCreate(articleUrl, UriKind.Absolute, out var url))
        {
            return $"{request.PathBase}/submissions/{id}";
        }

        var to = new UriBuilder(url);
        to.Query = to.Query.Length > 1 ? $"{to.Query}&submission={id}" : $"submission={id}";
        return to.Uri.AbsoluteUri;
    }

    private static IResult Refuse(Refusal refusal, SentFields sent, HttpContext http, bool wantsPage)
    {
        Metrics.SubmissionsRefused.Count("reason", refusal.Kind);
        if (refusal.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return wantsPage
            ? Page.Answer(http, FormPage.Render(refusal, sent, http.Request.PathBase + http.Request.Path), refusal.Status)
            : refusal.ToProblem();
    }
}

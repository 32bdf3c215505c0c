using System.Globalization;
using System.Text;
using CommentService.Contracts;
using CommentService.Hosting.Outgoing;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.Extensions.Options;

namespace CommentService.Worker.External;

/// <summary>
/// Akismet's API 1.1 (akismet.com/developers): <c>comment-check</c>, whose answer is <c>true</c> for spam or <c>false</c>,
/// with <c>X-akismet-pro-tip: discard</c> where it is blatant and <c>X-akismet-recheck-after</c> where it is not sure yet;
/// <c>submit-spam</c> and <c>submit-ham</c>.
/// </summary>
internal sealed class AkismetClient(OutgoingHttp http, IOptions<ExternalOptions> options) : IExternalClient
{
    private const int MaxAnswer = 4 * 1024;
    private static readonly TimeSpan LongestRecheck = TimeSpan.FromDays(1);

    public ExternalService Service => ExternalService.Akismet;

    public async Task<ExternalReply> AskAsync(Submission submission, bool isRecheck, CancellationToken cancellation)
    {
        var fields = FieldsOf(submission);
        if (isRecheck)
        {
            fields.Add("recheck_reason", "recheck_after");
        }

        var answer = await SendAsync("comment-check", fields, cancellation);
        if (RecheckOf(answer) is { } again && !isRecheck)
        {
            return new ExternalReply(new ExternalAnswer { Service = Service, State = ExternalState.Waiting }, again);
        }

        return Text(answer) switch
        {
            "true" => Reply(HeaderOf(answer, "X-akismet-pro-tip") == "discard" ? ExternalOpinion.Certain : ExternalOpinion.Suspect),
            "false" => Reply(ExternalOpinion.Clean),
            "invalid" => throw new ExternalFailureException("it does not take the API key"),
            _ => throw new ExternalFailureException("its answer cannot be understood"),
        };
    }

    /// <summary>Tells Akismet that it was wrong.</summary>
    /// <param name="comment">About which comment.</param>
    /// <param name="isSpam">What a moderator takes it for.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ExternalFailureException">It was not told.</exception>
    public async Task TellAsync(Comment comment, bool isSpam, CancellationToken cancellation)
    {
        var answer = await SendAsync(isSpam ? "submit-spam" : "submit-ham", FieldsOf(comment), cancellation);
        if (Text(answer) == "invalid")
        {
            throw new ExternalFailureException("it does not take the API key");
        }
    }

    private ExternalReply Reply(ExternalOpinion opinion) => new(new ExternalAnswer { Service = Service, State = ExternalState.Answered, Opinion = opinion });

    private Dictionary<string, string> FieldsOf(Submission submission) => FieldsOf(
        submission.Id, submission.Address, submission.ParentId, submission.Name, submission.Email, submission.Website, submission.Comment, submission.ArticleUrl, submission.Language);

    private Dictionary<string, string> FieldsOf(Comment comment) => FieldsOf(
        comment.Id, comment.Address, comment.ParentId, comment.Name, comment.Email, comment.Website, comment.Text, permalink: null, comment.Language);

    private Dictionary<string, string> FieldsOf(
        Guid id, string? address, Guid? parent, string name, string? email, string? website, string text, string? permalink, string? language)
    {
        var akismet = options.Value.Akismet;
        if (akismet.Key is null)
        {
            throw new ExternalFailureException("it has no API key (setting Comments:External:Akismet:Key)");
        }

        var fields = new Dictionary<string, string>
        {
            ["api_key"] = akismet.Key,
            ["blog"] = akismet.Site!,
            ["user_ip"] = address ?? throw new ExternalFailureException("it asks for the sender's network address, which is not known"),
            ["comment_type"] = parent is null ? "comment" : "reply",
            ["comment_author"] = name,
            ["comment_content"] = text,
            ["comment_date_gmt"] = Ids.TimeOf(id).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["blog_charset"] = "UTF-8",
        };
        Add("comment_author_email", email);
        Add("comment_author_url", website);
        Add("permalink", permalink);
        Add("blog_lang", language);
        return fields;

        void Add(string field, string? value)
        {
            if (value is not null)
            {
                fields.Add(field, value);
            }
        }
    }

    private async Task<OutgoingAnswer> SendAsync(string call, Dictionary<string, string> fields, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.Akismet.Address + call) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.UserAgent.ParseAdd("CommentService/1.0");
        var answer = await http.SendAsync(request, MaxAnswer, cancellation);
        return answer.Status == StatusCodes.Status200OK ? answer : throw ExternalFailureException.OfStatus(answer.Status);
    }

    private static string Text(OutgoingAnswer answer) => answer.IsWhole ? Encoding.ASCII.GetString(answer.Body).Trim() : "";

    private static string? HeaderOf(OutgoingAnswer answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.First().Trim() : null;

    private static TimeSpan? RecheckOf(OutgoingAnswer answer) =>
        int.TryParse(HeaderOf(answer, "X-akismet-recheck-after"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestRecheck.TotalSeconds))
            : null;
}

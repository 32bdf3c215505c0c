using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommentService.Contracts;
using CommentService.Hosting;
using CommentService.Hosting.Outgoing;
using CommentService.Moderation;
using CommentService.Storage;
using Microsoft.Extensions.Options;

namespace CommentService.Worker.External;

/// <summary>
/// What a callout is asked, as JSON; signed as Standard Webhooks, with the comment's id as the message's. A verdict that
/// it has later it posts to the address in <c>callback</c>.
/// </summary>
internal sealed record CalloutQuestion(
    Guid Id,
    string ArticleId,
    string? ArticleTitle,
    string? ArticleUrl,
    Guid? ParentId,
    string Name,
    string Comment,
    string? Email,
    string? Website,
    string? Language,
    DateTime SubmittedAt,
    string Callback);

/// <summary>
/// A publisher's own service. It answers 200 with a verdict, or 202 where it decides later and posts the verdict to the
/// callback; see <see cref="CalloutVerdict"/>.
/// </summary>
internal sealed class CalloutClient(OutgoingHttp http, IOptions<ExternalOptions> options, IOptions<HostingOptions> hosting, TimeProvider time) : IExternalClient
{
    private const int MaxAnswer = 64 * 1024;

    public ExternalService Service => ExternalService.Callout;

    /// <summary>Where later verdicts are posted to.</summary>
    public static string CallbackOf(string? publicUrl, Guid comment) => $"{publicUrl?.TrimEnd('/')}/api/v1/external/{comment}";

    public async Task<ExternalReply> AskAsync(Submission submission, bool isRecheck, CancellationToken cancellation)
    {
        var callout = options.Value.Callout;
        if (callout.Address is null || !WebhookSecret.TryRead(callout.Secret, out var secret))
        {
            throw new ExternalFailureException("it has no address (setting Comments:External:Callout:Address)");
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(QuestionOf(submission), CalloutJson.Default.CalloutQuestion);
        using var request = new HttpRequestMessage(HttpMethod.Post, callout.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);
        foreach (var (name, value) in secret.Headers(submission.Id.ToString(), time.GetUtcNow(), body))
        {
            request.Headers.Add(name, value);
        }

        var answer = await http.SendAsync(request, MaxAnswer, cancellation);
        return answer.Status switch
        {
            StatusCodes.Status200OK => new ExternalReply(Read(answer)),
            StatusCodes.Status202Accepted => new ExternalReply(new ExternalAnswer { Service = Service, State = ExternalState.Waiting }),
            _ => throw ExternalFailureException.OfStatus(answer.Status),
        };
    }

    private static ExternalAnswer Read(OutgoingAnswer answer)
    {
        try
        {
            return CalloutVerdict.Read(JsonElement.Parse(answer.IsWhole ? answer.Body : []), out _) ?? throw new ExternalFailureException("its answer cannot be understood");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new ExternalFailureException("its answer cannot be understood");
        }
    }

    private CalloutQuestion QuestionOf(Submission submission) => new(
        submission.Id,
        submission.ArticleId,
        submission.ArticleTitle,
        submission.ArticleUrl,
        submission.ParentId,
        submission.Name,
        submission.Comment,
        submission.Email,
        submission.Website,
        submission.Language,
        Ids.TimeOf(submission.Id),
        CallbackOf(hosting.Value.PublicUrl, submission.Id));
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CalloutQuestion))]
internal sealed partial class CalloutJson : JsonSerializerContext;

using System.Globalization;
using CommentService.Contracts;
using CommentService.Moderation.Text;
using CommentService.Storage;

namespace CommentService.Events;

/// <summary>A change of a comment in CloudEvents 1.0 structured JSON, with the sequence and articleid extensions.</summary>
internal sealed record CloudEvent(
    string Specversion,
    Guid Id,
    string Source,
    string Type,
    string Subject,
    DateTime Time,
    string Datacontenttype,
    string Sequence,
    string Articleid,
    CommentEvent Data)
{
    public static CloudEvent Of(StateChange change, Comment comment, string? title, string? url, bool isByRules, IReadOnlyList<string> rules, string source) => new(
        "1.0",
        change.EventId,
        source,
        EventType.Of(change.From, change.To),
        comment.Id.ToString(),
        change.At,
        "application/json",
        change.Position.GetValueOrDefault().ToString(CultureInfo.InvariantCulture),
        comment.ArticleId,
        new CommentEvent
        {
            CommentId = comment.Id,
            ArticleId = comment.ArticleId,
            ParentId = comment.ParentId,
            Name = comment.Name,
            Comment = comment.Text,
            Html = CommentHtml.Render(comment.Text),
            Status = change.To.Word(),
            PreviousStatus = change.From is { } from ? from.Word() : null,
            Version = change.Version,
            SubmittedAt = Ids.TimeOf(comment.Id),
            DecidedAt = change.At,
            DecidedBy = isByRules ? "rules" : "moderator",
            Rules = rules,
            ArticleTitle = title,
            ArticleUrl = url,
        });
}

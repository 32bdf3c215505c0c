using CommentService.Contracts;

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
    CommentEvent Data);

using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace CommentService.Review;

/// <summary>The queue's parameters as they were sent: all are text, so that each is refused by its own name.</summary>
internal sealed class QueueQuery
{
    [FromQuery(Name = "status"), Description("held (default), approved, rejected or removed")]
    public string? Status { get; init; }

    [FromQuery(Name = "article"), Description("An article's id")]
    public string? Article { get; init; }

    [FromQuery(Name = "author"), Description("The author's whole name, email address, or the id of one of the author's comments")]
    public string? Author { get; init; }

    [FromQuery(Name = "rule"), Description("A rule that reported something")]
    public string? Rule { get; init; }

    [FromQuery(Name = "q"), Description("Part of the text or the name, at most 200 characters; case and accents do not count. A page looks at 20,000 comments at most, as it does for a rule or an author's name: it may have few items or none, and still a next")]
    public string? Q { get; init; }

    [FromQuery(Name = "from"), Description("Submitted at or after this moment, RFC 3339")]
    public string? From { get; init; }

    [FromQuery(Name = "to"), Description("Submitted before this moment, RFC 3339")]
    public string? To { get; init; }

    [FromQuery(Name = "sort"), Description("oldest (default) or newest first")]
    public string? Sort { get; init; }

    [FromQuery(Name = "limit"), Description("Items on a page: 50 unless said, at most 200")]
    public string? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("The next member of the page before; all other parameters as they were there")]
    public string? Cursor { get; init; }
}

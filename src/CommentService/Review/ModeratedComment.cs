using System.Text.Json.Serialization;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review;

/// <summary>A comment as a moderator sees it, in the queue and, with its history and author, by itself.</summary>
internal sealed record ModeratedComment
{
    public required Guid Id { get; init; }
    public required string ArticleId { get; init; }
    public string? ArticleTitle { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ArticleUrl { get; init; }
    public Guid? ParentId { get; init; }
    public required string Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Email { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Website { get; init; }
    public required string Comment { get; init; }

    [JsonConverter(typeof(LowerCase<CommentStatus>))]
    public required CommentStatus Status { get; init; }
    public required DateTime SubmittedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTime? DecidedAt { get; init; }

    /// <summary><c>rules</c> or <c>moderator</c>; absent while held.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DecidedBy { get; init; }
    public required int Version { get; init; }
    public required IReadOnlyList<FindingView> Findings { get; init; }

    /// <summary>The policy that the rules' verdict rests on; only with a single comment, and absent where no policy could judge it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PolicyVersion { get; init; }

    /// <summary>Every change of status, oldest first; only with a single comment.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<HistoryEntry>? History { get; init; }

    /// <summary>What became of the author's comments; only with a single comment.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AuthorRecord? Author { get; init; }

    /// <summary>Reads one comment with all that is known of it, or null.</summary>
    public static async Task<ModeratedComment?> FindAsync(CommentDb db, Guid id, CancellationToken cancellation)
    {
        if (await db.Comments.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellation) is not { } comment)
        {
            return null;
        }

        var view = (await OfAsync(db, [comment], cancellation))[0];
        return view with
        {
            PolicyVersion = comment.PolicyVersion == 0 ? null : comment.PolicyVersion,
            History = await HistoryEntry.OfAsync(db, id, cancellation),
            Author = await AuthorRecord.OfAsync(db, comment.AuthorKey, cancellation),
        };
    }

    /// <summary>A page of comments with their findings and titles: one query for each kind, however many comments.</summary>
    public static async Task<ModeratedComment[]> OfAsync(CommentDb db, IReadOnlyList<Comment> comments, CancellationToken cancellation)
    {
        var ids = comments.Select(c => c.Id).ToArray();
        var articles = comments.Select(c => c.ArticleId).Distinct().ToArray();
        var findings = (await db.Findings.AsNoTracking().Where(f => ids.Contains(f.CommentId)).OrderBy(f => f.Ordinal).ToListAsync(cancellation)).ToLookup(f => f.CommentId);
        var named = await db.Articles.Where(a => articles.Contains(a.Id)).Select(a => new { a.Id, a.Title, a.Url }).ToDictionaryAsync(a => a.Id, a => (a.Title, a.Url), cancellation);
        return [.. comments.Select(c => Of(c, named.GetValueOrDefault(c.ArticleId), findings[c.Id]))];
    }

    private static ModeratedComment Of(Comment comment, (string? Title, string? Url) article, IEnumerable<StoredFinding> findings)
    {
        var isDecided = comment.Status != CommentStatus.Held;
        return new()
        {
            Id = comment.Id,
            ArticleId = comment.ArticleId,
            ArticleTitle = article.Title,
            ArticleUrl = article.Url,
            ParentId = comment.ParentId,
            Name = comment.Name,
            Email = comment.Email,
            Website = comment.Website,
            Comment = comment.Text,
            Status = comment.Status,
            SubmittedAt = Ids.TimeOf(comment.Id),
            DecidedAt = isDecided ? comment.DecidedAt : null,
            DecidedBy = !isDecided ? null : comment.DecidedByModerator ? "moderator" : "rules",
            Version = comment.Version,
            Findings = [.. findings.Select(FindingView.Of)],
        };
    }
}

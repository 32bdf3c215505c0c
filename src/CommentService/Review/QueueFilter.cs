using CommentService.Moderation.Text;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review;

/// <summary>What the queue is asked for, checked. Its text form names the query, so that a cursor fits only its own.</summary>
internal sealed record QueueFilter
{
    private const int MaxSearchLength = 200;
    private const string Escape = "\\";

    public CommentStatus Status { get; init; }
    public string? Article { get; init; }
    public string? Author { get; init; }
    public string? Rule { get; init; }
    public string? Search { get; init; }
    public DateTime? From { get; init; }
    public DateTime? To { get; init; }
    public bool NewestFirst { get; init; }

    public static QueueFilter Read(QueueQuery query, Dictionary<string, string[]> errors)
    {
        var filter = new QueueFilter
        {
            Status = Word(query.Status, "status", errors, ("held", CommentStatus.Held), ("approved", CommentStatus.Approved), ("rejected", CommentStatus.Rejected), ("removed", CommentStatus.Removed)),
            Article = Clean(query.Article),
            Author = Clean(query.Author),
            Rule = Clean(query.Rule),
            Search = Clean(query.Q),
            From = Moment(query.From, "from", errors),
            To = Moment(query.To, "to", errors),
            NewestFirst = Word(query.Sort, "sort", errors, ("oldest", false), ("newest", true)),
        };
        if (filter.Article is { } article && !ArticleId.IsValid(article))
        {
            errors["article"] = [ArticleId.Invalid];
        }

        if (filter.Search?.Length > MaxSearchLength)
        {
            errors["q"] = [$"Search for at most {MaxSearchLength} characters."];
        }

        return filter;
    }

    /// <summary>The comments asked for, in order, after the last one of the page before.</summary>
    public IQueryable<Comment> Apply(CommentDb db, Guid? after)
    {
        var comments = Search is null ? db.Comments : Containing(db.Comments, Search);
        comments = comments.Where(c => c.Status == Status);
        comments = Article is null ? comments : comments.Where(c => c.ArticleId == Article);
        comments = Author is null ? comments : Author.Contains('@') ? comments.Where(c => c.Email == Author) : comments.Where(c => c.Name == Author);
        comments = Rule is null ? comments : comments.Where(c => db.Findings.Any(f => f.CommentId == c.Id && f.Rule == Rule));
        // An id carries its time, so the primary key's order is that of submission.
        comments = Between(comments, From is { } from ? Ids.Lowest(from) : null, To is { } to ? Ids.Lowest(to) : null);
        comments = after is not { } last ? comments : NewestFirst ? comments.Where(c => c.Id < last) : comments.Where(c => c.Id > last);
        return NewestFirst ? comments.OrderByDescending(c => c.Id) : comments.OrderBy(c => c.Id);
    }

    private static IQueryable<Comment> Between(IQueryable<Comment> comments, Guid? lowest, Guid? end)
    {
        comments = lowest is not { } first ? comments : comments.Where(c => c.Id >= first);
        return end is not { } last ? comments : comments.Where(c => c.Id < last);
    }

    private static IQueryable<Comment> Containing(IQueryable<Comment> comments, string search)
    {
        var escaped = search.Replace(Escape, Escape + Escape, StringComparison.Ordinal).Replace("%", Escape + "%", StringComparison.Ordinal).Replace("_", Escape + "_", StringComparison.Ordinal);
        var asTyped = $"%{escaped}%";
        var lower = asTyped.ToLowerInvariant();
#pragma warning disable RS0030, CA1304, CA1311, CA1862 // Translated: SQL's lower(). SQLite folds only ASCII there, so the text as typed is looked for too.
        return comments.Where(c => EF.Functions.Like(c.Text.ToLower(), lower, Escape) || EF.Functions.Like(c.Text, asTyped, Escape)
            || EF.Functions.Like(c.Name.ToLower(), lower, Escape) || EF.Functions.Like(c.Name, asTyped, Escape));
#pragma warning restore RS0030, CA1304, CA1311, CA1862
    }

    private static string? Clean(string? value) => string.IsNullOrWhiteSpace(value) ? null : SubmissionText.Clean(value);

    private static T? Word<T>(string? value, string name, Dictionary<string, string[]> errors, params ReadOnlySpan<(string Word, T Value)> words)
    {
        foreach (var (word, meaning) in words)
        {
            if (value == word)
            {
                return meaning;
            }
        }

        if (string.IsNullOrEmpty(value))
        {
            return words[0].Value;
        }

        var known = new List<string>();
        foreach (var (word, _) in words)
        {
            known.Add(word);
        }

        errors[name] = [$"Use one of: {string.Join(", ", known)}."];
        return default;
    }

    private static DateTime? Moment(string? value, string name, Dictionary<string, string[]> errors)
    {
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        // A + that was not escaped arrives as a space.
        if (Rfc3339.TryRead(value.Replace(' ', '+'), out var moment))
        {
            return moment;
        }

        errors[name] = [Rfc3339.Invalid];
        return null;
    }
}

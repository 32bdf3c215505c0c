using CommentService.Moderation.Text;
using CommentService.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommentService.Review;

/// <summary>What the queue is asked for, checked. Its text form names the query, so that a cursor fits only its own.</summary>
internal sealed record QueueFilter
{
    private const int MaxSearchLength = 200;

    private readonly SearchTerm? searchTerm;
    private readonly SearchTerm? nameTerm;

    private QueueFilter(string? search, string? author)
    {
        Search = search;
        Author = author;
        searchTerm = search is null ? null : new SearchTerm(search);
        nameTerm = author is null || IsEmail(author) || AuthorOf(author) is not null ? null : new SearchTerm(author);
    }

    public CommentStatus Status { get; private init; }
    public string? Article { get; private init; }
    public string? Author { get; }
    public string? Rule { get; private init; }
    public string? Search { get; }
    public DateTime? From { get; private init; }
    public DateTime? To { get; private init; }
    public bool NewestFirst { get; private init; }

    /// <summary>The author whose comments alone are asked for; null, any.</summary>
    public long? AuthorKey { get; init; }

    public static QueueFilter Read(QueueQuery query, Dictionary<string, string[]> errors)
    {
        var filter = new QueueFilter(Clean(query.Q), Clean(query.Author))
        {
            Status = Word(query.Status, "status", errors, ("held", CommentStatus.Held), ("approved", CommentStatus.Approved), ("rejected", CommentStatus.Rejected), ("removed", CommentStatus.Removed)),
            Article = Clean(query.Article),
            Rule = Clean(query.Rule),
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

    /// <summary>Whether there are conditions that no index answers: <see cref="Rule"/> and <see cref="Matches"/>.</summary>
    public bool MustLook() => Rule is not null || searchTerm is not null || nameTerm is not null;

    /// <summary>Whether a comment has the text and the author's name that are looked for.</summary>
    public bool Matches(string name, string text) =>
        (nameTerm is null || nameTerm.Is(name)) && (searchTerm is null || searchTerm.IsIn(text) || searchTerm.IsIn(name));

    /// <summary>The comments to which an index leads, in order, after the last one of the page before.</summary>
    public IQueryable<Comment> Candidates(CommentDb db, Guid? after)
    {
        // The author's own index has the status in it, behind the id: adding nothing keeps the database from going by the status first.
        var comments = AuthorKey is { } key
            ? db.Comments.Where(c => c.AuthorKey == key && (int)c.Status + 0 == (int)Status)
            : db.Comments.Where(c => c.Status == Status);
        comments = Article is null ? comments : comments.Where(c => c.ArticleId == Article);
        // An id carries its time, so the primary key's order is that of submission.
        comments = Between(comments, From is { } from ? Ids.Lowest(from) : null, To is { } to ? Ids.Lowest(to) : null);
        comments = after is not { } last ? comments : NewestFirst ? comments.Where(c => c.Id < last) : comments.Where(c => c.Id > last);
        return NewestFirst ? comments.OrderByDescending(c => c.Id) : comments.OrderBy(c => c.Id);
    }

    /// <summary>The same with the author's key looked up, where the author is named by an email address or by one of the comments.</summary>
    public async Task<QueueFilter> WithAuthorAsync(CommentDb db, HashKeys keys, CancellationToken cancellation)
    {
        if (Author is not null && IsEmail(Author))
        {
            return this with { AuthorKey = keys.Email(Author) };
        }

        // A comment that is not there has no author: the key of nobody.
        return AuthorOf(Author) is not { } comment
            ? this
            : this with { AuthorKey = await db.Comments.Where(c => c.Id == comment).Select(c => (long?)c.AuthorKey).SingleOrDefaultAsync(cancellation) ?? 0 };
    }

    private static IQueryable<Comment> Between(IQueryable<Comment> comments, Guid? lowest, Guid? end)
    {
        comments = lowest is not { } first ? comments : comments.Where(c => c.Id >= first);
        return end is not { } last ? comments : comments.Where(c => c.Id < last);
    }

    private static bool IsEmail(string author) => author.Contains('@', StringComparison.Ordinal);

    private static Guid? AuthorOf(string? author) => Guid.TryParseExact(author, "D", out var comment) ? comment : null;

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

    public static DateTime? Moment(string? value, string name, Dictionary<string, string[]> errors)
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

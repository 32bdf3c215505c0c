namespace CommentService.Intake;

/// <summary>What a submission may carry.</summary>
internal enum IntakeField
{
    ArticleId,
    Name,
    Comment,
    Email,
    Website,
    ParentId,
    ArticleTitle,
    ArticleUrl,
    Language,

    /// <summary>The honeypot: hidden from people, filled in by programs.</summary>
    Homepage,
}

/// <summary>What a caller calls the fields, so that an error names them in the caller's own words. The order is that of <see cref="IntakeField"/>.</summary>
internal sealed class FieldNames
{
    private readonly string[] names;

    private FieldNames(params string[] names) => this.names = names;

    /// <summary>The JSON API, and forms made for this service.</summary>
    public static FieldNames Own { get; } = new("articleId", "name", "comment", "email", "website", "parentId", "articleTitle", "articleUrl", "language", "homepage");

    /// <summary>A form made for WordPress.</summary>
    public static FieldNames WordPress { get; } = new("comment_post_ID", "author", "comment", "email", "url", "comment_parent", "articleTitle", "articleUrl", "language", "homepage");

    public int Count => names.Length;

    public string this[IntakeField field] => names[(int)field];
}

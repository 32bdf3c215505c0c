namespace CommentService.Storage;

/// <summary>Which articles take comments; intake looks, the worker decides.</summary>
internal sealed class ArticleOptions
{
    public const string Section = "Comments";

    /// <summary>What becomes of a submission to an article that nobody registered. Default <c>accept</c>.</summary>
    public UnknownArticles UnknownArticles { get; set; }
}

internal enum UnknownArticles
{
    /// <summary>The first submission creates the article.</summary>
    Accept,

    /// <summary>Only articles that a moderator or the CMS has registered take comments.</summary>
    Refuse,
}

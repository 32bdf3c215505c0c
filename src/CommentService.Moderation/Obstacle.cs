namespace CommentService.Moderation;

/// <summary>What keeps a comment from its place on the page: no rule's business, but part of the verdict.</summary>
public enum Obstacle
{
    /// <summary>Only registered articles take comments, and this one is not.</summary>
    ArticleUnknown,

    /// <summary>The article was closed in the meantime.</summary>
    ArticleClosed,

    /// <summary>What it answers is not on the page.</summary>
    ParentMissing,
}

internal static class Obstacles
{
    private static readonly Finding ArticleUnknown = Held("article-unknown", "The article is not registered (setting Comments:UnknownArticles); approving registers it.");
    private static readonly Finding ArticleClosed = Held("article-closed", "The article was closed when this comment was processed.");
    private static readonly Finding ParentMissing = Held("parent-missing", "The comment that this one answers is not on the page.");

    public static Finding FindingOf(Obstacle obstacle) => obstacle switch
    {
        Obstacle.ArticleUnknown => ArticleUnknown,
        Obstacle.ArticleClosed => ArticleClosed,
        _ => ParentMissing,
    };

    private static Finding Held(string rule, string message) => new(rule, FindingAction.Hold, message, []);
}

using CommentService.Storage;

namespace CommentService.Events;

/// <summary>Which events a follower wants.</summary>
/// <param name="Types">Out of <see cref="EventTypes.All"/>.</param>
/// <param name="Articles">Ids of articles; null is all.</param>
internal sealed record EventFilter(IReadOnlyList<string> Types, IReadOnlyList<string>? Articles = null)
{
    public static EventFilter Everything { get; } = new(EventTypes.All);

    /// <summary>The only article that is wanted, else an empty text, which no article is called.</summary>
    public string OnlyArticle => Articles is [var only] ? only : "";

    public bool Wants(LoggedEvent one) => Types.Contains(one.Event.Type) && WantsArticle(one.Event.Articleid);

    public bool WantsArticle(string article) => Articles is null || Articles.Contains(article);
}

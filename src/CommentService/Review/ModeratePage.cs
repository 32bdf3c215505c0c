using CommentService.Hosting;

namespace CommentService.Review;

/// <summary><c>/moderate</c>: the moderators' page, and <c>/moderate/policy</c>, the editors'. They hold no secret and no data: both come over the API, with the key that is pasted into the first.</summary>
internal static class ModeratePage
{
    public static void MapModeratePage(this IEndpointRouteBuilder app)
    {
        app.MapAsset("/moderate", "Review/Pages/moderate.html", Assets.PagePolicy);
        app.MapAsset("/moderate/policy", "Review/Pages/policy.html", Assets.PagePolicy);
        foreach (var file in new[] { "moderate.js", "api.js", "bans.js", "decide.js", "filters.js", "live.js", "notices.js", "queue.js", "view.js", "moderate.css", "policy.js", "policy.css" })
        {
            app.MapAsset("/moderate/" + file, "Review/Pages/" + file);
        }
    }
}

using System.Text.Json;
using CommentService.Tests.Running;

namespace CommentService.Tests.Worker.External;

public sealed class ModerationsTests : ExternalTest
{
    [Theory]
    [InlineData("""{ "flagged": false, "categories": { "hate": false }, "category_scores": { "hate": 0.2 } }""", "approved", null)]
    [InlineData("""{ "flagged": true, "categories": { "hate": true, "violence": false, "harassment": true }, "category_scores": { "hate": 0.612, "violence": 0.99, "harassment": 0.7 } }""", "held", "The moderation endpoint suspects this comment: harassment 0.70, hate 0.61")]
    [InlineData("""{ "flagged": true, "categories": { "hate": true }, "category_scores": { "hate": 0.95 } }""", "rejected", "The moderation endpoint is sure that this is not to be published: hate 0.95")]
    [InlineData("""{ "flagged": true }""", "held", "The moderation endpoint suspects this comment.")]
    public async Task Flag_holds_and_a_high_score_rejects(string result, string status, string? message)
    {
        Outside.Behaviour = (http, _) => OutsideServer.AnswerAsync(http, $$"""{ "id": "m", "model": "x", "results": [ { "flagged": false }, {{result}} ] }""");
        await StartAsync("moderations");
        Assert.Equal((status, message), await OutcomeAsync(await PostAsync()));
        var request = Assert.Single(Outside.Requests);
        Assert.Equal(("/v1/moderations", "Bearer " + ModerationsKey), (request.Path, request.Header("Authorization")));
        Assert.Equal("""{"model":"omni-moderation-latest","input":["Ann Reader","A fair point."]}""", JsonElement.Parse(request.Body).GetRawText());
    }
}

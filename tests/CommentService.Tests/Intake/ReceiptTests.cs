using CommentService.Storage;
using CommentService.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace CommentService.Tests.Intake;

public sealed class ReceiptTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly TestService service = shared.Service;
    private readonly string article = TestService.NewArticle();

    [Fact]
    public async Task Id_that_was_given_but_is_not_stored_yet_is_queued()
    {
        var id = service.Services.GetRequiredService<Ids>().Next();

        var receipt = await ReceiptAsync(id.ToString());

        Assert.Equal("queued", receipt.Member("status"));
        Assert.Equal("no-store", receipt.Header("Cache-Control"));
    }

    [Fact]
    public async Task Receipt_tells_the_status_and_nothing_of_why()
    {
        var id = await service.PostSettledAsync(article, "Ann", "A clean comment.", new { email = "ann@example.org" });
        var heldId = await service.PostSettledAsync(article, "Ann", SharedService.HeldText);

        var approved = await ReceiptAsync(id);
        var held = await ReceiptAsync(heldId);

        Assert.Equal(["id", "status", "articleId", "submittedAt", "decidedAt"], approved.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("approved", article), (approved.Member("status"), approved.Member("articleId")));
        Assert.EndsWith("Z", approved.Member("submittedAt"), StringComparison.Ordinal);
        Assert.Equal(["id", "status", "articleId", "submittedAt"], held.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("held", held.Member("status"));
    }

    [Theory]
    [InlineData("approve", "remove", "removed")]
    [InlineData("approve", "hold", "held")]
    [InlineData("reject", null, "rejected")]
    public async Task Receipt_follows_decisions(string first, string? second, string status)
    {
        var id = await service.PostSettledAsync(article, "Ann", SharedService.HeldText);
        await service.DecideAsync(id, first);
        if (second is not null)
        {
            await service.DecideAsync(id, second);
        }

        Assert.Equal(status, (await ReceiptAsync(id)).Member("status"));
    }

    [Theory]
    [InlineData("0193e5a0-0000-7000-8000-000000000000")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("7")]
    [InlineData("%00")]
    [InlineData("nonsense%FF")]
    public async Task Unknown_id_is_404(string id)
    {
        var answer = await service.GetAsync($"/api/v1/submissions/{id}");

        // A path with NUL does not reach the application.
        if (id != "%00")
        {
            answer.IsProblem(404, "unknown-submission");
        }

        Assert.InRange(answer.Status, 400, 499);
    }

    [Fact]
    public async Task Forged_id_is_404()
    {
        var id = await service.PostSettledAsync(article, "Ann", "The real one.");
        var ids = service.Services.GetRequiredService<Ids>();
        foreach (var given in new[] { id, ids.Next().ToString() })
        {
            for (var digit = 0; digit < given.Length; digit++)
            {
                if (given[digit] != '-')
                {
                    var forged = given[..digit] + (given[digit] == '0' ? '1' : '0') + given[(digit + 1)..];
                    (await service.GetAsync($"/api/v1/submissions/{forged}")).IsProblem(404);
                }
            }
        }
    }

    [Fact]
    public async Task Rejected_looks_just_like_held_where_it_is_not_shown()
    {
        await using var quiet = await TestService.StartAsync(new Dictionary<string, string?> { ["Comments:Receipts:ShowRejected"] = "false" }, policy: SharedService.Policy);
        var heldId = await quiet.PostSettledAsync("a", "Ann", SharedService.HeldText);
        var rejectedId = await quiet.PostSettledAsync("a", "Ann", SharedService.HeldText + " again");
        await quiet.DecideAsync(rejectedId, "reject");

        var held = await quiet.GetAsync($"/api/v1/submissions/{heldId}");
        var rejected = await quiet.GetAsync($"/api/v1/submissions/{rejectedId}");

        Assert.Equal("held", rejected.Member("status"));
        Assert.Equal(held.Json.EnumerateObject().Select(member => member.Name), rejected.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal((await quiet.GetAsync($"/submissions/{heldId}")).Text, (await quiet.GetAsync($"/submissions/{rejectedId}")).Text);
    }

    [Fact]
    public async Task Any_page_may_read_a_receipt()
    {
        var id = await service.PostSettledAsync(article, "Ann", "Read from afar.");

        Assert.Equal("*", (await service.GetAsync($"/api/v1/submissions/{id}", ("Origin", "https://any.example"))).Header("Access-Control-Allow-Origin"));
    }

    private async Task<Answer> ReceiptAsync(string id)
    {
        var receipt = await service.GetAsync($"/api/v1/submissions/{id}");
        Assert.True(receipt.Status == 200, receipt.ToString());
        return receipt;
    }
}

namespace CommentService.Tests.Running;

public sealed class TestServiceTests
{
    [Fact]
    public async Task Services_run_side_by_side_and_leave_nothing_behind()
    {
        string[] left;
        using (var directory = new TemporaryDirectory())
        {
            await using (var first = await TestService.StartAsync(directory: directory))
            await using (var second = await TestService.StartAsync())
            {
                await first.PostSettledAsync("article", "Ann", "Seen on the first service only.");

                Assert.Single((await first.CommentsAsync("article")).Items);
                Assert.Empty((await second.CommentsAsync("article")).Items);
                Assert.NotEqual(first.Address, second.Address);
                Assert.Empty(first.Errors);
            }

            await using (var again = await TestService.StartAsync(directory: directory))
            {
                Assert.Single((await again.CommentsAsync("article")).Items);
            }

            left = [directory.Path];
        }

        Assert.DoesNotContain(left, Directory.Exists);
    }
}

namespace CommentService.Tests.Architecture;

public sealed class SliceTests
{
    public static TheoryData<string, string> Pairs { get; } = new(
        from slice in Code.Slices from other in Code.Slices where slice != other select (slice, other));

    public static TheoryData<string, string> FoundationsAndSlices { get; } = new(
        from foundation in Code.Foundations from slice in Code.Slices select (foundation, slice));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Slices_do_not_use_each_other(string slice, string other) => Assert.Empty(Code.UsesBetween(slice, other));

    [Theory]
    [MemberData(nameof(FoundationsAndSlices))]
    public void What_slices_stand_on_does_not_use_them(string foundation, string slice) => Assert.Empty(Code.UsesBetween(foundation, slice));

    [Fact]
    public void The_graph_sees_into_method_bodies_and_lambdas()
    {
        // Lambdas of Review ask Storage; without them every test here would pass whatever the code does.
        Assert.Contains(Code.Uses, use => use.IsFrom("Review") && use.Used == "CommentService.Storage.Database");
        Assert.All(Code.Slices.Concat(Code.Foundations), folder => Assert.Contains(Code.Uses, use => use.IsFrom(folder)));
    }

    [Fact]
    public void Only_messaging_consumers_and_the_program_see_MassTransit()
    {
        var users = Code.Uses.Where(use => use.Used.StartsWith("MassTransit.", StringComparison.Ordinal)).Select(use => use.User.Split('/', '+')[0]).Distinct();
        Assert.All(users, user => Assert.True(
            user.StartsWith("CommentService.Messaging.", StringComparison.Ordinal) || user.EndsWith("Consumer", StringComparison.Ordinal) || user == "Program", user));
    }

    [Fact]
    public void Only_worker_and_review_write_the_status_of_comments()
    {
        string[] writes = ["SetProperty(c => c.Status", "new Comment\n", "new Comment {", "new Comment(", "INSERT INTO \"Comments\"", "UPDATE \"Comments\"", "DELETE FROM \"Comments\"", ".Comments.Add", ".Comments.Remove"];
        var writers = Repository.ServiceSources().Where(file => Array.Exists(writes, write => file.Text.Contains(write, StringComparison.Ordinal))).Select(file => file.Path.Split('/')[0]);
        Assert.Equal(["Review", "Worker"], writers.Distinct().Order());
    }
}

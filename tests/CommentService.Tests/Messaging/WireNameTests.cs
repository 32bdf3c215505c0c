using System.Text.Json;
using CommentService.Contracts;
using CommentService.Messaging;
using MassTransit;

namespace CommentService.Tests.Messaging;

/// <summary>Names that other processes, other versions and other teams read: changing one is a break.</summary>
public sealed class WireNameTests
{
    private static readonly Submission Full = new()
    {
        Id = Guid.Parse("0196b3c0-1111-7222-8333-444455556666"), ArticleId = "a", ParentId = Guid.Parse("0196b3c0-0000-7222-8333-444455556666"), Name = "Ann", Comment = "x",
        Email = "ann@example.org", Website = "https://ann.example/", Language = "en", ArticleTitle = "T", ArticleUrl = "https://a.example/", HoneypotFilled = true,
        AuthorKey = 1, AuthorIdentity = 2, AddressKey = 3, RequestKey = 4, ContentKey = 5, TraceParent = "t",
    };

    private static readonly string[] SubmissionNames =
    [
        "id", "articleId", "parentId", "name", "comment", "email", "website", "language", "articleTitle", "articleUrl", "honeypotFilled",
        "authorKey", "authorIdentity", "addressKey", "requestKey", "contentKey", "traceParent",
    ];

    [Fact]
    public void Message_is_called_as_it_always_was() =>
        Assert.Equal("urn:message:CommentService.Contracts:ModerateSubmissions", MessageUrn.ForTypeString<ModerateSubmissions>());

    [Fact]
    public void Queue_is_called_as_it_always_was() => Assert.Equal("moderate-submissions", MessagingSetup.Queue);

    [Fact]
    public void Submission_in_the_spool_has_these_members() => Assert.Equal(SubmissionNames, NamesOf(JsonElement.Parse(SubmissionBody.Write(Full))));

    [Fact]
    public void Message_on_the_bus_carries_the_bodies_as_they_stand_in_the_spool()
    {
        var message = JsonSerializer.SerializeToElement(new ModerateSubmissions { Bodies = [SubmissionBody.Write(Full)] }, JsonSerializerOptions.Web);
        Assert.Equal(["bodies"], NamesOf(message));
        Assert.Equal(SubmissionBody.Write(Full), message.GetProperty("bodies")[0].GetBytesFromBase64());
    }

    [Fact]
    public void Event_has_these_members() => Assert.Equal(
        [
            "commentId", "articleId", "parentId", "name", "comment", "html", "status", "previousStatus", "version",
            "submittedAt", "decidedAt", "decidedBy", "rules", "articleTitle", "articleUrl",
        ],
        NamesOf(JsonSerializer.SerializeToElement(
            new CommentApproved { CommentId = Full.Id, ArticleId = "a", Name = "Ann", Comment = "x", Html = "x", Status = "approved", Version = 1, SubmittedAt = default, DecidedAt = default, DecidedBy = "rules", Rules = [] },
            JsonSerializerOptions.Web)));

    [Fact]
    public void Submission_of_a_later_version_is_read_without_what_is_new() =>
        Assert.Equal("Ann", SubmissionBody.Read("""{"id":"0196b3c0-1111-7222-8333-444455556666","articleId":"a","name":"Ann","comment":"x","mood":"good"}"""u8.ToArray())?.Name);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"0196b3c0-1111-7222-8333-444455556666\"}")]
    [InlineData("{\"id\":\"x\",\"articleId\":\"a\",\"name\":\"Ann\",\"comment\":\"x\"}")]
    public void Body_that_is_no_submission_is_said_to_be_none(string body) =>
        Assert.Null(SubmissionBody.Read(System.Text.Encoding.UTF8.GetBytes(body)));

    private static IEnumerable<string> NamesOf(JsonElement element) => element.EnumerateObject().Select(member => member.Name);
}

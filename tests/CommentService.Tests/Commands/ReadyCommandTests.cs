using CommentService.Commands;
using CommentService.Tests.Running;

namespace CommentService.Tests.Commands;

public sealed class ReadyCommandTests(SharedService shared) : IClassFixture<SharedService>
{
    [Theory]
    [InlineData(null, "http://localhost:5080/")]
    [InlineData("", "http://localhost:5080/")]
    [InlineData("http://+:8080", "http://localhost:8080/")]
    [InlineData("http://*:80;https://*:443", "http://localhost/")]
    [InlineData("http://0.0.0.0:8080", "http://localhost:8080/")]
    [InlineData("http://127.0.0.1:9000", "http://127.0.0.1:9000/")]
    public void Address_to_ask_is_the_first_that_the_service_listens_on(string? urls, string expected) => Assert.Equal(expected, ReadyCommand.AddressOf(urls).ToString());

    [Fact]
    public void Nothing_is_wrong_with_a_service_that_is_ready() => Assert.Null(Record.Exception(() => ReadyCommand.Ask(shared.Service.Address)));

    [Fact]
    public void One_that_does_not_answer_is_not_ready() => Assert.Throws<CommandRefusedException>(() => ReadyCommand.Ask(new Uri("http://127.0.0.1:1")));
}

namespace CommentService.Commands;

/// <summary>
/// <c>ready</c>: asks the service that runs beside it whether it is ready. For a container's health check, in whose image
/// no other program is.
/// </summary>
internal static class ReadyCommand
{
    public const string Name = "ready";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(4);

    public static void Run(Arguments arguments) => Ask(AddressOf(Environment.GetEnvironmentVariable("ASPNETCORE_URLS")));

    /// <exception cref="CommandRefusedException">It is not ready, or does not answer.</exception>
    public static void Ask(Uri address)
    {
        using var client = new HttpClient { Timeout = Deadline };
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/health/ready"));
            using var answer = client.Send(request);
            using var text = new StreamReader(answer.Content.ReadAsStream());
            if (!answer.IsSuccessStatusCode)
            {
                throw new CommandRefusedException(text.ReadToEnd());
            }

            Console.WriteLine(text.ReadToEnd());
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            throw new CommandRefusedException($"{address} does not answer: {exception.Message}");
        }
    }

    /// <summary>Of the addresses that it listens on the first, as one to call.</summary>
    /// <param name="urls">As in <c>ASPNETCORE_URLS</c>, such as <c>http://+:8080</c>.</param>
    public static Uri AddressOf(string? urls)
    {
        var first = (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "http://localhost:5080";
        return new(first.Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal));
    }
}

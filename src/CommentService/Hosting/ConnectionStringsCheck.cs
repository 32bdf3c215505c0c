using Microsoft.Extensions.Options;

namespace CommentService.Hosting;

/// <summary>Other servers than the built-in ones, and what only works with them.</summary>
internal sealed class ConnectionStringsCheck(IConfiguration configuration) : IValidateOptions<HostingOptions>
{
    private static readonly string[] Servers = ["Postgres"];

    public ValidateOptionsResult Validate(string? name, HostingOptions options)
    {
        // Ignoring them would store comments elsewhere than the operator believes.
        var given = Servers.Where(server => configuration.GetConnectionString(server) is not null).ToList();
        if (given.Count > 0)
        {
            return ValidateOptionsResult.Fail(given.Select(server => $"ConnectionStrings:{server} is not supported by this version yet"));
        }

        // A word that is no role is told of by itself.
        return Roles.All.All(options.Runs) || !options.Roles.All(Roles.IsKnown)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{HostingOptions.Section}:{nameof(options.Roles)} must be all of {string.Join(",", Roles.All)}: less needs ConnectionStrings:Postgres and ConnectionStrings:RabbitMq");
    }
}

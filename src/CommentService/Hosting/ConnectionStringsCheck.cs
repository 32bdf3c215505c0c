using CommentService.Messaging.RabbitMq;
using CommentService.Storage.Postgres;
using Microsoft.Extensions.Options;

namespace CommentService.Hosting;

/// <summary>Other servers than the built-in ones, and what only works with them.</summary>
internal sealed class ConnectionStringsCheck(IConfiguration configuration) : IValidateOptions<HostingOptions>
{
    public const string Postgres = "Postgres";

    public ValidateOptionsResult Validate(string? name, HostingOptions options)
    {
        var failures = Failures(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Failures(HostingOptions options)
    {
        // Given without a value, as an environment may have it, it is not given.
        var postgres = configuration.GetConnectionString(Postgres) is { Length: > 0 } given ? given : null;
        if (postgres is not null && PostgresConnectionString.Check(postgres) is { } wrong)
        {
            yield return $"ConnectionStrings:{Postgres} {wrong}";
        }

        // A word that is no role is told of by itself.
        if (!Roles.All.All(options.Runs) && options.Roles.All(Roles.IsKnown) && (postgres is null || configuration.GetConnectionString(BrokerAddress.Setting) is null || options.Roles.Count == 0))
        {
            yield return $"{HostingOptions.Section}:{nameof(options.Roles)} must be all of {string.Join(",", Roles.All)}: less needs ConnectionStrings:{Postgres} and ConnectionStrings:{BrokerAddress.Setting}";
        }
    }
}

using Microsoft.Extensions.Options;

namespace CommentService.Messaging;

/// <summary>Without a broker the spool is the only place that makes a submission durable: it must be said to last.</summary>
internal sealed class DurableSpoolCheck(IConfiguration configuration) : IValidateOptions<SpoolOptions>
{
    public ValidateOptionsResult Validate(string? name, SpoolOptions options) =>
        options.Durable || configuration.GetConnectionString("RabbitMq") is not null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{SpoolOptions.Section}:{nameof(SpoolOptions.Durable)} must be true: without ConnectionStrings:RabbitMq the spool is all that makes a submission durable");
}

using System.ComponentModel.DataAnnotations;
using System.Net;

namespace CommentService.Hosting.Outgoing;

/// <summary>Whom the service may call.</summary>
internal sealed class OutgoingOptions : IValidatableObject
{
    public const string Section = "Comments:Outgoing";

    /// <summary>Addresses and networks (CIDR) that the service may call although they are not of the public internet, such as <c>10.1.2.0/24</c>. Default none.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];

    /// <summary>The same, read.</summary>
    public IPNetwork[] Networks() => [.. AllowedNetworks.Select(entry => HostingOptions.ParseNetwork(entry) ?? throw new FormatException())];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        AllowedNetworks.Where(entry => HostingOptions.ParseNetwork(entry) is null)
            .Select(entry => new ValidationResult(HostingOptions.NoNetwork(entry), [nameof(AllowedNetworks)]));
}

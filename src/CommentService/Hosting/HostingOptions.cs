using System.ComponentModel.DataAnnotations;
using System.Net;

namespace CommentService.Hosting;

/// <summary>What the whole process needs to know.</summary>
internal sealed class HostingOptions : IValidatableObject
{
    public const string Section = "Comments";

    /// <summary>Directory of the SQLite files, the spool and generated keys. Default <c>data</c> below the current directory; created with mode 0700.</summary>
    [Required(ErrorMessage = "must not be empty")]
    public string DataDirectory { get; set; } = "data";

    /// <summary>Slices that this process runs. Default all; less only with PostgreSQL and RabbitMQ.</summary>
    public IReadOnlyList<string> Roles { get; set; } = Hosting.Roles.All;

    /// <summary>The first admin API key, at least 16 characters. Default: made at first start and kept in <c>admin.key</c> of the data directory; with PostgreSQL it must be given.</summary>
    [MinLength(16, ErrorMessage = "must have at least {1} characters")]
    public string? AdminKey { get; set; }

    /// <summary>Where the service is reached from outside, an absolute http or https URL. Default none: what the request says.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Addresses and networks (CIDR) of proxies whose X-Forwarded-For, -Proto and -Host are believed. Default none.</summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];

    /// <summary>A JSON file with the policy at first start, relative to the current directory. Default none: the policy that is built in.</summary>
    public string? Policy { get; set; }

    /// <summary>Whether this process runs a role.</summary>
    public bool Runs(string role) => Roles.Contains(role, StringComparer.OrdinalIgnoreCase);

    /// <summary>The trusted proxies as networks; a single address is a network of one.</summary>
    public IEnumerable<IPNetwork> TrustedNetworks() => TrustedProxies.Select(entry => ParseNetwork(entry) ?? throw new FormatException());

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var role in Roles.Where(role => !Hosting.Roles.IsKnown(role)))
        {
            yield return new($"has no role '{role}'; the roles are {string.Join(", ", Hosting.Roles.All)}", [nameof(Roles)]);
        }

        if (PublicUrl is not null && !(Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            yield return new("must be an absolute http or https URL", [nameof(PublicUrl)]);
        }

        foreach (var entry in TrustedProxies.Where(entry => ParseNetwork(entry) is null))
        {
            yield return new(NoNetwork(entry), [nameof(TrustedProxies)]);
        }
    }

    /// <summary>A network, or an address as a network of one; null where it is neither.</summary>
    public static IPNetwork? ParseNetwork(string entry) =>
        IPNetwork.TryParse(entry, out var network) ? network
        : IPAddress.TryParse(entry, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;

    /// <summary>The sentence for what is neither.</summary>
    public static string NoNetwork(string entry) => $"'{entry}' is neither an address nor a network such as 10.0.0.0/8";
}

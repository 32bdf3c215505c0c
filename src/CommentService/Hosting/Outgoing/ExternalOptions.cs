using System.ComponentModel.DataAnnotations;

namespace CommentService.Hosting.Outgoing;

/// <summary>
/// The outside services that the rule <c>external</c> can ask. A key stands beside the address that it is for, and both
/// are the operator's: no policy can send it elsewhere, and no answer of the API shows it.
/// </summary>
internal sealed class ExternalOptions
{
    public const string Section = "Comments:External";

    public AkismetOptions Akismet { get; set; } = new();

    public ModerationsOptions Moderations { get; set; } = new();

    public CalloutOptions Callout { get; set; } = new();
}

internal sealed class AkismetOptions : IValidatableObject
{
    /// <summary>The API key. Default none: Akismet cannot be asked. With it, readers' network addresses are kept with their comments, since Akismet asks for them.</summary>
    public string? Key { get; set; }

    /// <summary>The front page of the site whose comments are checked, which Akismet wants to know. Needed with a key.</summary>
    public string? Site { get; set; }

    /// <summary>Where Akismet's API is. Default <c>https://rest.akismet.com/1.1/</c>.</summary>
    public string Address { get; set; } = "https://rest.akismet.com/1.1/";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!OutgoingHttp.IsAddress(Address) || !Address.EndsWith('/'))
        {
            yield return new("must be an absolute http or https URL that ends with /", [nameof(Address)]);
        }

        if (Key is not null && !OutgoingHttp.IsAddress(Site))
        {
            yield return new("must be an absolute http or https URL where a key is given", [nameof(Site)]);
        }
    }
}

internal sealed class ModerationsOptions : IValidatableObject
{
    /// <summary>The endpoint, such as <c>https://api.openai.com/v1/moderations</c>. Default none: it cannot be asked.</summary>
    public string? Address { get; set; }

    /// <summary>The key, sent as a bearer token. Default none.</summary>
    public string? Key { get; set; }

    /// <summary>The model to ask for. Default <c>omni-moderation-latest</c>.</summary>
    [Required(ErrorMessage = "must not be empty")]
    public string Model { get; set; } = "omni-moderation-latest";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is not null && !OutgoingHttp.IsAddress(Address))
        {
            yield return new("must be an absolute http or https URL", [nameof(Address)]);
        }
    }
}

internal sealed class CalloutOptions : IValidatableObject
{
    /// <summary>The service that is asked about comments. Default none: it cannot be asked.</summary>
    public string? Address { get; set; }

    /// <summary>What both sides sign with, as Standard Webhooks has it: <c>whsec_</c> and 24 to 64 bytes in base64. Needed with an address.</summary>
    public string? Secret { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is not null && !OutgoingHttp.IsAddress(Address))
        {
            yield return new("must be an absolute http or https URL", [nameof(Address)]);
        }

        if ((Address is not null || Secret is not null) && !WebhookSecret.TryRead(Secret, out _))
        {
            yield return new(WebhookSecret.Invalid, [nameof(Secret)]);
        }
    }
}

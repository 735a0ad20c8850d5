using Arena.ServiceDefaults.Admin;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Endpoints that only the operator may call: below <c>/api/admin</c>, which the gateway does not pass on.</summary>
public static class AdminKeyExtensions
{
    /// <summary>
    /// Answers 401 with a problem of type <c>admin-key-required</c> to who does not send the key <c>Arena:Admin:Key</c>, before anything
    /// of the request is read. Without a configured key nobody gets in.
    /// </summary>
    public static TBuilder RequireAdminKey<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(AdminKeyHandler.SchemeName);

    internal static void AddAdminKey(this IServiceCollection services)
    {
        services.AddOptions<AdminKeyOptions>().BindConfiguration(AdminKeyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddAuthentication(AdminKeyHandler.SchemeName).AddScheme<AuthenticationSchemeOptions, AdminKeyHandler>(AdminKeyHandler.SchemeName, configureOptions: null);
        services.AddAuthorizationBuilder().AddPolicy(AdminKeyHandler.SchemeName, policy => policy.RequireAuthenticatedUser());
    }
}

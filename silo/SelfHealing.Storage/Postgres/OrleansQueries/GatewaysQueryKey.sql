SELECT Address, ProxyPort, Generation
FROM Membership
WHERE ClusterId = @DeploymentId AND Status = @Status AND ProxyPort > 0;

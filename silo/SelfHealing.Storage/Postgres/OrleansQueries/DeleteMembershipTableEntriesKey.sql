DELETE FROM Membership WHERE ClusterId = @DeploymentId;
DELETE FROM MembershipVersion WHERE ClusterId = @DeploymentId;

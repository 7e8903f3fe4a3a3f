WITH made AS
(
    INSERT INTO MembershipVersion (ClusterId, Version) VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING 1
)
SELECT count(*)::integer FROM made;
